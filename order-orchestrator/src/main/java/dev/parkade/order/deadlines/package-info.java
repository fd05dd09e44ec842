/// Finds sagas whose time is up: durable, restart-safe, shared by any number of orchestrators.
@NullMarked
package dev.parkade.order.deadlines;

import org.jspecify.annotations.NullMarked;
