/// Runs sagas: takes what happened, asks the table, writes state, history and messages by the set.
@NullMarked
package dev.parkade.order.execution;

import org.jspecify.annotations.NullMarked;
