/// Where a dead letter goes back in, and with which headers.
@NullMarked
package dev.parkade.deadletters.route;

import org.jspecify.annotations.NullMarked;
