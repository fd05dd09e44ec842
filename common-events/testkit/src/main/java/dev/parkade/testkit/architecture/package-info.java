/// The rules that every module's code is checked against.
@NullMarked
package dev.parkade.testkit.architecture;

import org.jspecify.annotations.NullMarked;
