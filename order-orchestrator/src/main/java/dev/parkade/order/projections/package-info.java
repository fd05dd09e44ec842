/// What clients read: orders, their timelines and the sums of customers, as functions of the
/// history, written in its transactions.
@NullMarked
package dev.parkade.order.projections;

import org.jspecify.annotations.NullMarked;
