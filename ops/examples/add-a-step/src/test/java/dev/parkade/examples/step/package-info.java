/// Applies the example to a copy of the sources, and proves what its page says.
@NullMarked
package dev.parkade.examples.step;

import org.jspecify.annotations.NullMarked;
