/// The whole order system as one program: the real decisions of the services, under a scheduler
/// that a seed drives.
@NullMarked
package dev.parkade.simulation;

import org.jspecify.annotations.NullMarked;
