/// Books parcels for orders that are paid, and cancels them.
@NullMarked
package dev.parkade.shipping;

import org.jspecify.annotations.NullMarked;
