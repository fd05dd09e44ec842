package dev.parkade.runtime.backlog;

import dev.parkade.deadletters.kafka.KafkaAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/// Watches the dead letters of every service that names its `parkade.dead-letter-topic`.
@AutoConfiguration(
    afterName = {
      "dev.parkade.runtime.autoconfigure.MessagingAutoConfiguration",
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"
    })
@ConditionalOnProperty("parkade.dead-letter-topic")
@EnableConfigurationProperties(BacklogSettings.class)
class BacklogAutoConfiguration {

  /// How soon a broker that is away is given up, in ms: a stop must not wait for it.
  private static final int PATIENCE = 10_000;

  /// Clients of the dead letters' engine: with the service's way to the brokers, and nothing of its
  /// consumers.
  @Bean
  KafkaAccess deadLettersKafka(KafkaProperties kafka, KafkaConnectionDetails broker) {
    Map<String, Object> config = new HashMap<>(kafka.buildAdminProperties());
    config.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.getAdmin().getBootstrapServers());
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE);
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE);
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, PATIENCE);
    return new KafkaAccess(config);
  }

  @Bean
  BacklogWatch backlogWatch(
      KafkaAccess deadLettersKafka,
      @Value("${parkade.dead-letter-topic}") String topic,
      BacklogSettings settings,
      Clock clock) {
    return new BacklogWatch(
        topic,
        () -> new BacklogReader(deadLettersKafka, topic, clock),
        settings.readInterval(),
        clock);
  }

  @Bean
  BacklogMetrics backlogMetrics(MeterRegistry meters, BacklogWatch watch) {
    return new BacklogMetrics(meters, watch);
  }

  @Bean
  BacklogHealth deadLettersHealthIndicator(BacklogWatch watch, BacklogSettings settings) {
    return new BacklogHealth(watch, settings.readInterval());
  }
}
