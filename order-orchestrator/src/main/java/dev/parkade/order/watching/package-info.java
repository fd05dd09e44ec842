/// Wakes whoever waits for news of an order: clients that wait for its end, and streams.
@NullMarked
package dev.parkade.order.watching;

import org.jspecify.annotations.NullMarked;
