package dev.parkade.runtime.backlog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The dead letters that nobody has dealt with, at one moment.
///
/// @param open how many; exact if there are none. Otherwise a transaction's marker on the topic (an
///     import leaves some) counts as one until everything in front of it is dealt with
/// @param oldest when the first of them was set aside; null if there are none
record Backlog(long open, @Nullable Instant oldest, Instant readAt) {}
