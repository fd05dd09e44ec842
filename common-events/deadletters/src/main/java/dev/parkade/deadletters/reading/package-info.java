/// Reads dead letters as they stand at one moment.
@NullMarked
package dev.parkade.deadletters.reading;

import org.jspecify.annotations.NullMarked;
