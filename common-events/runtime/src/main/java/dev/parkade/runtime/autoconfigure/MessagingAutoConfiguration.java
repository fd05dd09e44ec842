package dev.parkade.runtime.autoconfigure;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.messages.wire.WireJson;
import dev.parkade.runtime.consuming.ConsumerHealth;
import dev.parkade.runtime.consuming.ConsumerSettings;
import dev.parkade.runtime.consuming.GroupProtocol;
import dev.parkade.runtime.consuming.PositionStore;
import dev.parkade.runtime.consuming.PositionedConsumers;
import dev.parkade.runtime.consuming.RecordReader;
import dev.parkade.runtime.deadletter.DeadLetters;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.replay.ReplayedMessages;
import dev.parkade.runtime.tracing.Spans;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JacksonModule;

/// The beans that every service has: time, ids, envelopes, codec and outbox; and, for a service
/// that names its `parkade.dead-letter-topic`, consumers.
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
      "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
    })
class MessagingAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnMissingBean
  Ids ids() {
    return Ids.timeOrdered();
  }

  @Bean
  Messages messages(@Value("${spring.application.name}") String service, Clock clock, Ids ids) {
    return new Messages(service, clock, ids);
  }

  @Bean
  MessageCodec messageCodec() {
    return new MessageCodec();
  }

  @Bean
  JacksonModule parkadeIds() {
    return WireJson.module();
  }

  @Bean
  Outbox outbox(JdbcOperations jdbc, MessageCodec codec) {
    return new Outbox(jdbc, codec);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("parkade.dead-letter-topic")
  @EnableConfigurationProperties(ConsumerSettings.class)
  static class Consuming {

    @Bean
    DeadLetters deadLetters(
        KafkaTemplate<String, byte[]> kafka,
        @Value("${parkade.dead-letter-topic}") String topicName,
        @Value("${spring.application.name}") String service,
        ConsumerSettings settings,
        Clock clock,
        MeterRegistry meters) {
      Topic topic =
          Topics.named(topicName)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "parkade.dead-letter-topic=" + topicName + " is not in the catalogue"));
      return new DeadLetters(kafka, topic, service, settings.group(), clock, meters);
    }

    @Bean
    DefaultKafkaConsumerFactoryCustomizer groupProtocol(
        @Value("${parkade.consumer.group-protocol:classic}") GroupProtocol protocol) {
      return factory -> {
        Map<String, Object> before = factory.getConfigurationProperties();
        Map<String, Object> after = protocol.configure(before);
        before.keySet().stream()
            .filter(name -> !after.containsKey(name))
            .forEach(factory::removeConfig);
        factory.updateConfigs(after);
      };
    }

    @Bean
    PositionStore positionStore(JdbcOperations jdbc) {
      return new PositionStore(jdbc);
    }

    @Bean
    RecordReader recordReader(MessageCodec codec) {
      return new RecordReader(codec);
    }

    @Bean
    ReplayedMessages replayedMessages(Messages messages, MeterRegistry meters) {
      return new ReplayedMessages(messages, meters);
    }

    @Bean
    ConsumerHealth consumersHealthIndicator(MeterRegistry meters) {
      return new ConsumerHealth(meters);
    }

    @Bean
    PositionedConsumers positionedConsumers(
        ConsumerFactory<String, byte[]> factory,
        ConsumerSettings settings,
        PositionStore store,
        RecordReader reader,
        DeadLetters deadLetters,
        PlatformTransactionManager transactions,
        ConsumerHealth health,
        Spans spans,
        Clock clock) {
      return new PositionedConsumers(
          factory,
          settings,
          store,
          reader,
          deadLetters,
          new TransactionTemplate(transactions),
          health,
          spans,
          clock);
    }
  }
}
