/// What the integration tests of this service share: a running service and what surrounds it.
@NullMarked
package dev.parkade.inventory.world;

import org.jspecify.annotations.NullMarked;
