package dev.parkade.inventory.holds;

import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.consuming.PositionedConsumers;
import dev.parkade.runtime.problem.ProblemCatalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

@Configuration(proxyBeanMethods = false)
class HoldsConfiguration {

  @Bean
  AbstractMessageListenerContainer<String, byte[]> inventoryCommands(
      PositionedConsumers consumers, StockCommands commands) {
    return consumers.subscribe(Topics.INVENTORY_COMMANDS, commands);
  }

  @Bean
  ProblemCatalogue holdProblems() {
    return ProblemCatalogue.of(HoldController.HOLD_NOT_FOUND);
  }
}
