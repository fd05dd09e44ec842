/// Sets stock aside for orders, all lines or none, and gives it back in time.
@NullMarked
package dev.parkade.inventory.holds;

import org.jspecify.annotations.NullMarked;
