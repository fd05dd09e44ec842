/// Knows every customer and tells the world about each change.
@NullMarked
package dev.parkade.customer;

import org.jspecify.annotations.NullMarked;
