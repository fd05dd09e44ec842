/// The saga of an order as a pure function: states, inputs, the table of what follows from what.
@NullMarked
package dev.parkade.order.saga;

import org.jspecify.annotations.NullMarked;
