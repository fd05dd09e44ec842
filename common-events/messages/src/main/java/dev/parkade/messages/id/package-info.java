/// Typed identifiers, so that an order id can never be passed where a customer id is meant.
@NullMarked
package dev.parkade.messages.id;

import org.jspecify.annotations.NullMarked;
