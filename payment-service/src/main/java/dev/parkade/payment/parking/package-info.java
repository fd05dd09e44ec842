/// The gate: parks payments whose customer is not known yet, and releases them in order when it
/// arrives.
@NullMarked
package dev.parkade.payment.parking;

import org.jspecify.annotations.NullMarked;
