/// The dashboards of `ops/grafana`, checked without Grafana: what they say, and what their queries
/// find.
@NullMarked
package dev.parkade.e2e.dashboards;

import org.jspecify.annotations.NullMarked;
