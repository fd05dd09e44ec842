/// The dead letters of a service over REST, for operators.
@NullMarked
package dev.parkade.runtime.operators;

import org.jspecify.annotations.NullMarked;
