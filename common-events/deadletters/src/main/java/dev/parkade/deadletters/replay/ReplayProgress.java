package dev.parkade.deadletters.replay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How far a replay has come.
///
/// @param done sent and committed, earlier runs of the plan included
/// @param total all of the plan
/// @param perSecond over the last seconds
/// @param left at this rate; null if nobody can say
public record ReplayProgress(long done, long total, double perSecond, @Nullable Duration left) {}
