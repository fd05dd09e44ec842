/// payment-service: takes payments in command order, and parks those whose customer is not known
/// yet.
@NullMarked
package dev.parkade.payment;

import org.jspecify.annotations.NullMarked;
