/// Recognises replayed dead letters among what is consumed, and says what became of them.
@NullMarked
package dev.parkade.runtime.replay;

import org.jspecify.annotations.NullMarked;
