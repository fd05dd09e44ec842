package dev.parkade.simulation;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.parking.SimulatedGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The broker: what it has acknowledged it keeps, and the records of a key stay in their order. The
/// records of different partitions and topics have none.
final class Broker {

  private static final List<Topic> TOPICS =
      List.of(
          Topics.CUSTOMER_EVENTS,
          Topics.PAYMENT_COMMANDS,
          Topics.INVENTORY_COMMANDS,
          Topics.ORDER_REPLIES,
          Topics.ORDER_EVENTS);

  private final Map<String, List<List<ConsumerRecord<String, Message<?>>>>> logs = new HashMap<>();

  Broker() {
    for (Topic topic : TOPICS) {
      List<List<ConsumerRecord<String, Message<?>>>> partitions = new ArrayList<>();
      for (int n = 0; n < SimulatedGate.PARTITIONS; n++) {
        partitions.add(new ArrayList<>());
      }
      logs.put(topic.name(), partitions);
    }
  }

  ConsumerRecord<String, Message<?>> append(Topic topic, String key, Message<?> message) {
    int partition = SimulatedGate.partitionOf(key);
    List<ConsumerRecord<String, Message<?>>> log = log(topic, partition);
    var record =
        new ConsumerRecord<String, Message<?>>(topic.name(), partition, log.size(), key, message);
    log.add(record);
    return record;
  }

  /// A partition of a topic, as it stands and grows.
  List<ConsumerRecord<String, Message<?>>> log(Topic topic, int partition) {
    return logs(topic).get(partition);
  }

  /// The partitions of a topic.
  List<List<ConsumerRecord<String, Message<?>>>> logs(Topic topic) {
    return logs.get(topic.name());
  }

  /// All that stands on a topic.
  List<ConsumerRecord<String, Message<?>>> all(Topic topic) {
    List<ConsumerRecord<String, Message<?>>> all = new ArrayList<>();
    logs(topic).forEach(all::addAll);
    return all;
  }
}
