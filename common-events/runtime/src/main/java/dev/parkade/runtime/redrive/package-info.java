/// Replays by itself what has become ready, if a service is told to.
@NullMarked
package dev.parkade.runtime.redrive;

import org.jspecify.annotations.NullMarked;
