/// Time and ids under a test's control.
@NullMarked
package dev.parkade.testkit.time;

import org.jspecify.annotations.NullMarked;
