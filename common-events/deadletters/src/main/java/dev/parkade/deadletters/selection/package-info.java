/// Which dead letters somebody means, and which of them could succeed by now.
@NullMarked
package dev.parkade.deadletters.selection;

import org.jspecify.annotations.NullMarked;
