/// The payment provider behind a port, and what protects us from it.
@NullMarked
package dev.parkade.payment.gateway;

import org.jspecify.annotations.NullMarked;
