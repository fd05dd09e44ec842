/// Fault switches for demonstrations, on the management port and in the `demo` profile only.
///
/// A service adds one with a bean of type [dev.parkade.runtime.demo.DemoSwitch] that is itself
/// `@Profile("demo")`; `GET /demo/<name>` and `POST /demo/<name>/<action>` follow from it.
@NullMarked
package dev.parkade.runtime.demo;

import org.jspecify.annotations.NullMarked;
