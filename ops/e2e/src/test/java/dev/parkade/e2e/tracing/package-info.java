/// What services tell an OpenTelemetry collector about whole orders.
@NullMarked
package dev.parkade.e2e.tracing;

import org.jspecify.annotations.NullMarked;
