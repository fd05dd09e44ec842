/// Proves the alerts: each rule by unit tests of Prometheus' own tool, and with a real system whose
/// faults make them fire and whose mending makes them resolve.
@NullMarked
package dev.parkade.e2e.alerts;

import org.jspecify.annotations.NullMarked;
