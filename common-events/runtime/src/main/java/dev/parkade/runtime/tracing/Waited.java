package dev.parkade.runtime.tracing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a message waited.
///
/// @param reason a stable word for what it waited for
/// @param since null if it has not waited for something to happen, but for another attempt
public record Waited(String reason, int attempts, String orderId, @Nullable Instant since) {}
