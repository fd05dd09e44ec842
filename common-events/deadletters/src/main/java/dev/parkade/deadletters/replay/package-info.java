/// Sends dead letters again, once each, in order, no faster than their service can take
/// them.
@NullMarked
package dev.parkade.deadletters.replay;

import org.jspecify.annotations.NullMarked;
