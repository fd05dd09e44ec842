package dev.parkade.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What happened in a schedule, line by line, for people. Silent unless it is asked for: a schedule
/// that fails is run again with it.
final class Trace {

  private final boolean on;
  private final Clock clock;
  private final Instant start;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  Trace(boolean on, Clock clock) {
    this.on = on;
    this.clock = clock;
    start = clock.instant();
  }

  void say(String who, Supplier<String> what) {
    if (on) {
      Duration at = Duration.between(start, clock.instant());
      lines.add("%9.3f  %-12s %s".formatted(at.toMillis() / 1000.0, who, what.get()));
    }
  }

  /// From now on an id is shown under this name.
  void name(Object id, Supplier<String> name) {
    if (on) {
      names.putIfAbsent(id.toString(), name.get());
    }
  }

  String text() {
    return named(String.join("\n", lines));
  }

  String named(String text) {
    String named = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getKey(), name.getValue());
    }
    return named;
  }
}
