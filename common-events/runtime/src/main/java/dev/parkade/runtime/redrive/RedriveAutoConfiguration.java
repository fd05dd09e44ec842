package dev.parkade.runtime.redrive;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.runtime.backlog.BacklogWatch;
import dev.parkade.runtime.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// Gives a service its policy, if `parkade.dead-letters.auto-replay.enabled=true`.
@AutoConfiguration(afterName = "dev.parkade.runtime.backlog.BacklogAutoConfiguration")
@ConditionalOnProperty("parkade.dead-letter-topic")
@ConditionalOnBooleanProperty("parkade.dead-letters.auto-replay.enabled")
@EnableConfigurationProperties(RedriveSettings.class)
class RedriveAutoConfiguration {

  @Bean
  AutoReplay autoReplay(
      KafkaAccess deadLettersKafka,
      BacklogWatch watch,
      Spans spans,
      RedriveSettings settings,
      @Value("${parkade.dead-letter-topic}") String topic,
      @Value("${spring.application.name}") String service,
      @Value("${parkade.instance:local}") String instance,
      Clock clock,
      Ids ids,
      MeterRegistry meters) {
    var operator = new Operator("policy of " + service, instance);
    var redrive = new Redrive(deadLettersKafka, topic, operator, settings, spans, clock, ids);
    return new AutoReplay(
        topic, redrive::run, watch::isKnownToBeEmpty, settings.interval(), meters);
  }
}
