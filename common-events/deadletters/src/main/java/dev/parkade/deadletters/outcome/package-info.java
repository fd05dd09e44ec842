/// What became of dead letters that were replayed.
@NullMarked
package dev.parkade.deadletters.outcome;

import org.jspecify.annotations.NullMarked;
