package dev.parkade.runtime.operators;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some of the dead letters, partition by partition in the order in which they were set aside. A
/// page may hold fewer than were asked for, or none, and not be the last: a request looks at a
/// limited number of them.
///
/// @param next the `after` of the next page; absent on the last one
record DeadLetterPage(List<DeadLetterItem> items, @Nullable String next) {}
