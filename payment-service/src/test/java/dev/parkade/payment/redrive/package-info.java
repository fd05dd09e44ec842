/// Dead letters of payments that come back by themselves.
@NullMarked
package dev.parkade.payment.redrive;

import org.jspecify.annotations.NullMarked;
