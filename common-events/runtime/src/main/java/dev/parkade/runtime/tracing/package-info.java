/// The W3C trace that a request and all that follows from it belong to: on its way into messages,
/// problems and logs, and as OpenTelemetry spans where somebody collects them.
@NullMarked
package dev.parkade.runtime.tracing;

import org.jspecify.annotations.NullMarked;
