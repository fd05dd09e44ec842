/// Why a record was set aside, the headers that say so, and what became of those that were
/// replayed.
@NullMarked
package dev.parkade.messages.deadletter;

import org.jspecify.annotations.NullMarked;
