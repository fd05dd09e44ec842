package dev.parkade.runtime.relay;

import dev.parkade.runtime.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/// Gives every service with a database and a broker its relay, unless
/// `parkade.relay.enabled=false`.
@AutoConfiguration(
    afterName = {
      "dev.parkade.runtime.autoconfigure.MessagingAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"
    })
@ConditionalOnBooleanProperty(name = "parkade.relay.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RelaySettings.class)
class RelayAutoConfiguration {

  @Bean
  RelayStatus relayStatus(Clock clock) {
    return new RelayStatus(clock);
  }

  @Bean
  RelayHold relayHold() {
    return new RelayHold();
  }

  @Bean
  RelayCanary relayCanary(
      @Value("${spring.application.name}") String service, Clock clock, RelaySettings settings) {
    return new RelayCanary(service, clock, settings.heartbeatInterval());
  }

  @Bean
  RelayMetrics relayMetrics(MeterRegistry meters, RelayStatus status, RelayCanary canary) {
    return new RelayMetrics(meters, status, canary);
  }

  @Bean
  RelayHealth relayHealthIndicator(
      RelayStatus status, RelayCanary canary, RelayHold hold, RelaySettings settings) {
    return new RelayHealth(status, canary, hold, settings.unhealthyLag());
  }

  @Bean
  OutboxRelay outboxRelay(
      RelaySettings settings,
      JdbcConnectionDetails jdbc,
      KafkaProperties kafka,
      KafkaConnectionDetails broker,
      RelayHold hold,
      RelayCanary canary,
      RelayStatus status,
      RelayMetrics metrics,
      Spans spans) {
    Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getProducer().getBootstrapServers());
    config.putAll(producerSettings(settings));
    return new OutboxRelay(
        settings,
        RelayDatabase.at(jdbc.getJdbcUrl(), jdbc.getUsername(), jdbc.getPassword()),
        () -> new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()),
        hold,
        canary,
        status,
        metrics,
        spans);
  }

  /// What the relay's guarantees rest on; stronger than whatever else is configured.
  static Map<String, Object> producerSettings(RelaySettings settings) {
    int delivery = Math.toIntExact(settings.deliveryTimeout().toMillis());
    return Map.of(
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        5,
        // sent the moment they come, a few at a time: not worth a fifth of the hop; and every
        // client
        // of order.events can read them
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "none",
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.BATCH_SIZE_CONFIG,
        64 * 1024,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        delivery,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.min(10_000, delivery),
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        Math.min(10_000, delivery),
        ProducerConfig.CLIENT_ID_CONFIG,
        "parkade-relay");
  }
}
