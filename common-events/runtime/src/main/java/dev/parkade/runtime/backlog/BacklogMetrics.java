package dev.parkade.runtime.backlog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The figures of a [BacklogWatch]; not a number as long as nothing has been counted.
final class BacklogMetrics {

  private static final double MILLIS = 1e3;

  BacklogMetrics(MeterRegistry meters, BacklogWatch watch) {
    gauge(
        meters,
        watch,
        "parkade.deadletter.depth",
        null,
        "Dead letters on the topic that nobody has dealt with",
        it -> it.latest().map(backlog -> (double) backlog.open()));
    gauge(
        meters,
        watch,
        "parkade.deadletter.oldest.age",
        "seconds",
        "How long the oldest of them has been there; 0 if there is none",
        it -> it.oldestAge().map(BacklogMetrics::seconds));
    gauge(
        meters,
        watch,
        "parkade.deadletter.read.age",
        "seconds",
        "How old these figures are",
        it -> it.age().map(BacklogMetrics::seconds));
  }

  private static void gauge(
      MeterRegistry meters,
      BacklogWatch watch,
      String name,
      @Nullable String unit,
      String description,
      Function<BacklogWatch, Optional<Double>> figure) {
    Gauge.builder(name, watch, it -> figure.apply(it).orElse(Double.NaN))
        .description(description)
        .baseUnit(unit)
        .tag("topic", watch.topic())
        .register(meters);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
