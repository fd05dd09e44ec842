/// Amounts of money in minor units.
@NullMarked
package dev.parkade.messages.money;

import org.jspecify.annotations.NullMarked;
