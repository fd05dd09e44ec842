/// Makes messages that their service understands of those that were written before a
/// change.
@NullMarked
package dev.parkade.deadletters.transform;

import org.jspecify.annotations.NullMarked;
