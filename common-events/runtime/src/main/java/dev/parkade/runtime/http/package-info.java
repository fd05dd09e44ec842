/// The few conventions of REST that every service shares: versions as ETags, pages, traces, limits.
@NullMarked
package dev.parkade.runtime.http;

import org.jspecify.annotations.NullMarked;
