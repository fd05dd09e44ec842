/// Builds what clients read again from the history, while the system runs, and compares the two.
@NullMarked
package dev.parkade.order.rebuilding;

import org.jspecify.annotations.NullMarked;
