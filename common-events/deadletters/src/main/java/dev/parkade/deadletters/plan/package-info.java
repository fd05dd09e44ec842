/// What would be replayed, decided before anything is sent, and whether it still holds.
@NullMarked
package dev.parkade.deadletters.plan;

import org.jspecify.annotations.NullMarked;
