package dev.parkade.runtime.lag;

import dev.parkade.runtime.lag.LagWatch.Reading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The figures of a [LagWatch]. A topic appears with its first reading and is always a number from
/// then on; every replica tells the lag of the whole group, so a query takes the largest.
final class LagMetrics {

  private static final double MILLIS = 1e3;

  private final MeterRegistry meters;
  private final LagWatch watch;
  private final String group;
  private final Set<String> shown = new HashSet<>();

  LagMetrics(MeterRegistry meters, LagWatch watch, String group) {
    this.meters = meters;
    this.watch = watch;
    this.group = group;
    Gauge.builder("parkade.consumer.lag.read.age", watch, it -> seconds(it.age()))
        .description("How old the figures of the consumers' lag are")
        .baseUnit("seconds")
        .tag("group", group)
        .register(meters);
    watch.onReading(this::show);
  }

  private void show(Reading reading) {
    for (String topic : reading.lags().keySet()) {
      if (shown.add(topic)) {
        register(topic);
      }
    }
  }

  private void register(String topic) {
    gauge(topic, "parkade.consumer.lag.records", Lag::records)
        .description("Records between the stored positions of the group and the ends of the topic")
        .register(meters);
    gauge(topic, "parkade.consumer.lag", lag -> seconds(lag.age(watch.now())))
        .description("The age of the oldest record that the group has not handled; 0 if none")
        .baseUnit("seconds")
        .register(meters);
  }

  private Gauge.Builder<LagWatch> gauge(String topic, String name, ToDoubleFunction<Lag> figure) {
    return Gauge.builder(
            name,
            watch,
            it -> {
              Lag lag = it.of(topic);
              return lag == null ? 0 : figure.applyAsDouble(lag);
            })
        .tag("topic", topic)
        .tag("group", group);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
