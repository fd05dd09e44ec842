/// Bounded waiting: the only place where tests wait.
@NullMarked
package dev.parkade.testkit.waiting;

import org.jspecify.annotations.NullMarked;
