package dev.parkade.runtime.relay;

import dev.parkade.runtime.relay.RelayStatus.Phase;
import dev.parkade.runtime.tracing.Spans;
import dev.parkade.testkit.environment.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// A relay without an application around it.
final class TestRelay implements AutoCloseable {

  final RelayHold hold = new RelayHold();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RelayStatus status = new RelayStatus(Clock.systemUTC());
  final RelayHealth health;
  private final OutboxRelay relay;

  private TestRelay(RelaySettings settings, Database database, String bootstrapServers) {
    RelayCanary canary =
        new RelayCanary(database.name(), Clock.systemUTC(), settings.heartbeatInterval());
    RelayMetrics metrics = new RelayMetrics(meters, status, canary);
    health = new RelayHealth(status, canary, hold, settings.unhealthyLag());
    Map<String, Object> config = new HashMap<>(RelayAutoConfiguration.producerSettings(settings));
    config.put("bootstrap.servers", bootstrapServers);
    relay =
        new OutboxRelay(
            settings,
            RelayDatabase.at(database.jdbcUrl(), database.username(), database.password()),
            () -> new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()),
            hold,
            canary,
            status,
            metrics,
            Spans.off());
  }

  /// Starts a relay with the settings as `parkade.relay.*` would give them.
  static TestRelay start(Database database, String bootstrapServers, Map<String, String> settings) {
    TestRelay relay = new TestRelay(settings(settings), database, bootstrapServers);
    relay.relay.start();
    return relay;
  }

  static RelaySettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("", RelaySettings.class);
  }

  boolean is(Phase phase) {
    return status.is(phase);
  }

  double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  double count(String name) {
    return meters.get(name).counter().count();
  }

  @Override
  public void close() {
    relay.stop();
  }
}
