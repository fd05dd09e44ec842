/// Payment-service's own copy of the customers, made from customer.events.
@NullMarked
package dev.parkade.payment.customers;

import org.jspecify.annotations.NullMarked;
