/// What a service says while broker or database are away: that it waits, and not every second.
@NullMarked
package dev.parkade.runtime.outage;

import org.jspecify.annotations.NullMarked;
