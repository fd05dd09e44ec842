/// One dead letter for people and for files, without the personal data unless somebody asks.
@NullMarked
package dev.parkade.deadletters.showing;

import org.jspecify.annotations.NullMarked;
