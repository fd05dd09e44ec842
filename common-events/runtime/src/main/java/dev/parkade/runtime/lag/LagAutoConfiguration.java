package dev.parkade.runtime.lag;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.runtime.consuming.ConsumerSettings;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.PositionedConsumers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Measures the lag of every service that has consumers: of one that names its
/// `parkade.dead-letter-topic`.
@AutoConfiguration(afterName = "dev.parkade.runtime.backlog.BacklogAutoConfiguration")
@ConditionalOnProperty("parkade.dead-letter-topic")
@EnableConfigurationProperties(LagSettings.class)
class LagAutoConfiguration {

  /// First records only, one of each partition.
  private static final int FETCH_BYTES = 64 * 1024;

  @Bean
  LagWatch lagWatch(
      KafkaAccess kafka,
      PositionStore positions,
      PositionedConsumers consumers,
      ConsumerSettings consuming,
      LagSettings settings,
      Clock clock) {
    return new LagWatch(
        () -> {
          Set<String> topics = new TreeSet<>(consumers.topics());
          topics.removeAll(settings.notOf());
          return new LagReader(kafka.consumer(FETCH_BYTES), positions, consuming.group(), topics);
        },
        settings.readInterval(),
        clock);
  }

  @Bean
  LagMetrics lagMetrics(MeterRegistry meters, LagWatch watch, ConsumerSettings consuming) {
    return new LagMetrics(meters, watch, consuming.group());
  }
}
