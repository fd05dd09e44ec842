/// What could keep dead letters from being there, being read or being replayed.
@NullMarked
package dev.parkade.deadletters.inspection;

import org.jspecify.annotations.NullMarked;
