/// A simulator of a payment provider: money does not move, faults happen when they are asked for.
@NullMarked
package dev.parkade.provider;

import org.jspecify.annotations.NullMarked;
