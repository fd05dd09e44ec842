/// Measures whole orders on the whole system: how long they take, where the time goes, what they
/// cost, and what becomes of them when a participant is killed.
@NullMarked
package dev.parkade.bench.orders;

import org.jspecify.annotations.NullMarked;
