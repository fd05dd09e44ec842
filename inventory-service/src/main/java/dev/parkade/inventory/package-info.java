/// Knows what there is, what it costs, and for whom it is set aside.
@NullMarked
package dev.parkade.inventory;

import org.jspecify.annotations.NullMarked;
