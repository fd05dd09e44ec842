/// Registers, changes, deactivates and lists customers.
@NullMarked
package dev.parkade.customer.directory;

import org.jspecify.annotations.NullMarked;
