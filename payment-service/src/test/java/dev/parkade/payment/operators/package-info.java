/// Dead letters of payments, as operators see them over REST.
@NullMarked
package dev.parkade.payment.operators;

import org.jspecify.annotations.NullMarked;
