/// The language of inventory-service: the commands it takes and the replies it gives.
@NullMarked
package dev.parkade.messages.inventory;

import org.jspecify.annotations.NullMarked;
