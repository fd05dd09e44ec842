/// The rows of orders, their sagas and their history: single ones through JPA, sets through SQL.
@NullMarked
package dev.parkade.order.storage;

import org.jspecify.annotations.NullMarked;
