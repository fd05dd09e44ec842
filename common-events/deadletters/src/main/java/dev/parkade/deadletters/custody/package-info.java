/// Takes dead letters out of the way, brings them back, mends them and moves them.
@NullMarked
package dev.parkade.deadletters.custody;

import org.jspecify.annotations.NullMarked;
