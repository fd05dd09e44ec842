package dev.parkade.order.execution;

import dev.parkade.messages.topic.Topics;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.saga.Transitions;
import dev.parkade.runtime.consuming.PositionedConsumers;
import dev.parkade.runtime.problem.ProblemCatalogue;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Says which versions of the saga there are, and subscribes them to their answers.
@Configuration(proxyBeanMethods = false)
class ExecutionConfiguration {

  /// A version stays here until no saga of it is left.
  @Bean
  Definitions sagaDefinitions(VersionSettings settings) {
    return new Definitions(Set.of(Transitions.definition()), settings.begin());
  }

  @Bean
  ProblemCatalogue sagaProblems() {
    return ProblemCatalogue.of(SagaProblems.OTHER_VERSION);
  }

  @Bean
  AbstractMessageListenerContainer<String, byte[]> replyConsumer(
      PositionedConsumers consumers, Replies replies) {
    return consumers.subscribe(Topics.ORDER_REPLIES, replies);
  }
}
