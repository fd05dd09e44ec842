/// A dead letter as tools see it, read defensively.
@NullMarked
package dev.parkade.deadletters.letter;

import org.jspecify.annotations.NullMarked;
