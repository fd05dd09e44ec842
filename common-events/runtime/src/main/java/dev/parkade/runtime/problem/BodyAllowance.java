package dev.parkade.runtime.problem;

import org.springframework.util.unit.DataSize;

/// A path whose request bodies may be longer than others. Declare one as a bean.
///
/// @param path exactly this one
public record BodyAllowance(String path, DataSize limit) {}
