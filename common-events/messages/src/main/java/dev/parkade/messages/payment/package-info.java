/// The language of payment-service: the commands it takes and the replies it gives.
@NullMarked
package dev.parkade.messages.payment;

import org.jspecify.annotations.NullMarked;
