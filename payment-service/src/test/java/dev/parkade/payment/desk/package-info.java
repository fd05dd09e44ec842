/// Dead letters of payments, as operators see them over REST.
@NullMarked
package dev.parkade.payment.desk;

import org.jspecify.annotations.NullMarked;
