package dev.parkade.runtime.operators;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.runtime.http.ServiceHelp;
import dev.parkade.runtime.problem.BodyAllowance;
import dev.parkade.runtime.problem.ProblemCatalogue;
import dev.parkade.runtime.tracing.Spans;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/// Gives every service that names its `parkade.dead-letter-topic` a resource with its dead letters.
@AutoConfiguration(afterName = "dev.parkade.runtime.backlog.BacklogAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty("parkade.dead-letter-topic")
@EnableConfigurationProperties(DeskSettings.class)
class DeskAutoConfiguration {

  @Bean
  Desk deadLetterDesk(
      KafkaAccess deadLettersKafka,
      @Value("${parkade.dead-letter-topic}") String topic,
      DeskSettings settings,
      @Value("${spring.application.name}") String service,
      @Value("${parkade.instance:local}") String instance,
      Clock clock) {
    String host = "REST of %s (%s)".formatted(service, instance);
    return new Desk(deadLettersKafka, topic, settings, host, clock);
  }

  @Bean
  DeadLetterController deadLetterController(Desk deadLetterDesk) {
    return new DeadLetterController(deadLetterDesk);
  }

  @Bean
  Planning deadLetterPlanning(
      KafkaAccess deadLettersKafka, Desk deadLetterDesk, Clock clock, Ids ids) {
    return new Planning(deadLettersKafka, deadLetterDesk.topic(), clock, ids);
  }

  @Bean
  Replays deadLetterReplays(
      KafkaAccess deadLettersKafka, Desk deadLetterDesk, Spans spans, Clock clock, Ids ids) {
    return new Replays(deadLettersKafka, deadLetterDesk.topic(), spans, clock, ids);
  }

  @Bean
  ReplayController deadLetterReplayController(
      Planning deadLetterPlanning, Replays deadLetterReplays, Desk deadLetterDesk) {
    return new ReplayController(deadLetterPlanning, deadLetterReplays, deadLetterDesk);
  }

  @Bean
  DisposalController deadLetterDisposalController(
      KafkaAccess deadLettersKafka,
      Planning deadLetterPlanning,
      Desk deadLetterDesk,
      Clock clock,
      Ids ids) {
    var disposals =
        new Disposals(deadLettersKafka, deadLetterDesk.topic(), deadLetterPlanning, clock, ids);
    return new DisposalController(disposals, deadLetterDesk);
  }

  @Bean
  BodyAllowance deadLetterPlanBodies(DeskSettings settings) {
    return new BodyAllowance(ReplayController.PATH + "/replays", settings.maxPlan());
  }

  @Bean
  ProblemCatalogue deadLetterProblems() {
    return ProblemCatalogue.of(DeskProblems.UNKNOWN, DeskProblems.BROKER_AWAY, DeskProblems.BUSY);
  }

  @Bean
  ProblemCatalogue deadLetterWriteProblems() {
    return WriteProblems.CATALOGUE;
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
            "GET  /api/v1/dead-letters/statistics          the same, over time",
            "GET  /api/v1/dead-letters/{id}                one of them, by topic-partition@offset",
            "POST /api/v1/dead-letters/plans               what a replay would do",
            "POST /api/v1/dead-letters/replays             replay a plan, each dead letter once",
            "GET  /api/v1/dead-letters/replays/{id}        how a replay goes; DELETE stops it",
            "POST /api/v1/dead-letters/discards            what is not needed",
            "POST /api/v1/dead-letters/restorations        what was needed after all",
            "GET  /api/v1/dead-letters/audit               who did what, when and why"),
        List.of());
  }
}
