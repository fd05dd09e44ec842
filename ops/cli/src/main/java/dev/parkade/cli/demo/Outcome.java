package dev.parkade.cli.demo;

import org.jspecify.annotations.Nullable;

/// How a chapter went.
///
/// @param seen what was seen, or what contradicts the expectation
record Outcome(boolean passed, String seen) {
  static Outcome of(boolean passed, String seen, @Nullable Object... values) {
    return new Outcome(passed, seen.formatted(values));
  }
}
