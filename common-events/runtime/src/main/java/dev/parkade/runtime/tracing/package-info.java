/// The W3C trace that a request belongs to, on its way into messages, problems and logs.
@NullMarked
package dev.parkade.runtime.tracing;

import org.jspecify.annotations.NullMarked;
