/// What customer-service tells the world: the whole state of a customer, keyed by its id.
@NullMarked
package dev.parkade.messages.customer;

import org.jspecify.annotations.NullMarked;
