package dev.parkade.runtime.operators;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.runtime.http.ServiceHelp;
import dev.parkade.runtime.problem.ProblemCatalogue;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/// Gives every service that names its `parkade.dead-letter-topic` a resource with its dead letters.
@AutoConfiguration(afterName = "dev.parkade.runtime.backlog.BacklogAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("parkade.dead-letter-topic")
class DeskAutoConfiguration {

  @Bean
  DeadLetterController deadLetterController(
      KafkaAccess deadLettersKafka, @Value("${parkade.dead-letter-topic}") String topic) {
    return new DeadLetterController(new Desk(deadLettersKafka, topic));
  }

  @Bean
  ProblemCatalogue deadLetterProblems() {
    return ProblemCatalogue.of(DeskProblems.UNKNOWN, DeskProblems.BROKER_AWAY, DeskProblems.BUSY);
  }

  /// Behind what the service says about itself.
  @Bean
  @Order
  ServiceHelp deadLetterHelp() {
    return new ServiceHelp(
        "",
        List.of(
            "GET  /api/v1/dead-letters                     what was set aside, for operators",
            "GET  /api/v1/dead-letters/groups              the same, by how it failed",
            "GET  /api/v1/dead-letters/{id}                one of them, by topic-partition@offset"),
        List.of());
  }
}
