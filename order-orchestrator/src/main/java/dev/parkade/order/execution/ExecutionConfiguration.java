package dev.parkade.order.execution;

import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.consuming.PositionedConsumers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Subscribes the sagas to their answers.
@Configuration(proxyBeanMethods = false)
class ExecutionConfiguration {

  @Bean
  AbstractMessageListenerContainer<String, byte[]> replyConsumer(
      PositionedConsumers consumers, Replies replies) {
    return consumers.subscribe(Topics.ORDER_REPLIES, replies);
  }
}
