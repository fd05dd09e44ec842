/// A Prometheus for tests: its HTTP API, `promtool`, and a server in a container of its own.
@NullMarked
package dev.parkade.e2e.prometheus;

import org.jspecify.annotations.NullMarked;
