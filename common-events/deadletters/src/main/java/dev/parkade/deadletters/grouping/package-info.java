/// Dead letters that failed alike, and how their number went with time.
@NullMarked
package dev.parkade.deadletters.grouping;

import org.jspecify.annotations.NullMarked;
