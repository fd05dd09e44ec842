/// Takes orders in over HTTP: checks them, and answers a repeated request the same way again.
@NullMarked
package dev.parkade.order.intake;

import org.jspecify.annotations.NullMarked;
