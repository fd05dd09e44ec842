package dev.parkade.payment.scenario;

import static dev.parkade.payment.scenario.World.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.waiting.Eventually;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/// How far the service is with what was sent to it.
public final class Progress {

  private final Installation installation;
  private final TopicReader topics;
  private final KafkaTemplate<String, byte[]> kafka;
  private final ConfigurableApplicationContext service;

  Progress(
      Installation installation,
      TopicReader topics,
      KafkaTemplate<String, byte[]> kafka,
      ConfigurableApplicationContext service) {
    this.installation = installation;
    this.topics = topics;
    this.kafka = kafka;
    this.service = service;
  }

  /// Waits until every customer's event is known and every command decided, parked or set aside.
  public void awaitHandled() {
    kafka.flush();
    Map<TopicPartition, Long> ends = new HashMap<>(topics.endOf(Topics.CUSTOMER_EVENTS));
    ends.putAll(topics.endOf(Topics.PAYMENT_COMMANDS));
    Eventually.within(SOON, () -> assertThat(positions()).containsAllEntriesOf(ends));
  }

  /// Does something while the service does not consume, so that it finds all of it at once.
  public void whileStopped(Runnable work) {
    var consumer = service.getBean(ConcurrentMessageListenerContainer.class);
    consumer.stop();
    work.run();
    kafka.flush();
    consumer.start();
    Eventually.within(SOON, () -> assertThat(World.running(service)).hasSize(Topics.PARTITIONS));
  }

  private Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    installation
        .jdbc()
        .query(
            "select topic, partition, next_offset from consumer_position",
            rs -> {
              positions.put(new TopicPartition(rs.getString(1), rs.getInt(2)), rs.getLong(3));
            });
    return positions;
  }
}
