package dev.parkade.bench;

import dev.parkade.bench.Workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Plays customer-service and the orchestrator: sends every step when it is due.
final class Sender implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;

  Sender(Lane lane) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", lane.bootstrapServers(),
            "linger.ms", 0,
            "delivery.timeout.ms", 30_000,
            "request.timeout.ms", 10_000);
    producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /// Sends all steps and waits until the broker has them.
  ///
  /// @return by how much the latest step was late, in milliseconds: the load itself was in trouble
  ///     if that is much
  /// @throws IllegalStateException if the broker refuses a record
  long send(List<Step> steps) {
    var refused = new AtomicReference<@Nullable Exception>();
    long begin = System.nanoTime();
    long worst = 0;
    for (var step : steps) {
      worst = Math.max(worst, pauseUntil(begin + step.at()));
      var _ =
          producer.send(
              step.record(),
              (metadata, failure) -> {
                if (failure == null) {
                  step.item().readableAt = metadata.timestamp();
                } else {
                  refused.set(failure);
                }
              });
    }
    producer.flush();
    if (refused.get() != null) {
      throw new IllegalStateException("the load could not be sent", refused.get());
    }
    return Duration.ofNanos(worst).toMillis();
  }

  /// Returns how late it is.
  private static long pauseUntil(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = due - System.nanoTime();
    }
    return -left;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
