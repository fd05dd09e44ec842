/// Every order in which things can come.
@NullMarked
package dev.parkade.testkit.arrangement;

import org.jspecify.annotations.NullMarked;
