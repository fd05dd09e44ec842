/// What people see of orders and ask of them: view, list, timeline, sagas, cancellation.
@NullMarked
package dev.parkade.order.orders;

import org.jspecify.annotations.NullMarked;
