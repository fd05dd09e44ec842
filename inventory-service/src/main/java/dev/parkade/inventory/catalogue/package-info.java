/// The products, their prices, and what is put into stock.
@NullMarked
package dev.parkade.inventory.catalogue;

import org.jspecify.annotations.NullMarked;
