package dev.parkade.simulation;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topic;
import dev.parkade.payment.parking.SimulatedGate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads a topic for one service. Its positions are stored with what the records bring about, so
/// they move only with a commit.
final class Reader {

  private final List<List<ConsumerRecord<String, Message<?>>>> logs;
  private final int[] positions = new int[SimulatedGate.PARTITIONS];

  Reader(Broker broker, Topic topic) {
    logs = broker.logs(topic);
  }

  boolean hasMore() {
    for (int n = 0; n < positions.length; n++) {
      if (positions[n] < logs.get(n).size()) {
        return true;
      }
    }
    return false;
  }

  /// A poll: a few records of some partitions.
  List<ConsumerRecord<String, Message<?>>> poll(Chance chance) {
    int most = chance.of(1, 2, 4, 20);
    List<ConsumerRecord<String, Message<?>>> records = new ArrayList<>();
    int first = chance.below(positions.length);
    for (int i = 0; i < positions.length; i++) {
      int n = (first + i) % positions.length;
      if (records.isEmpty() || chance.oneIn(2)) {
        var log = logs.get(n);
        int end = Math.min(log.size(), positions[n] + most);
        records.addAll(log.subList(positions[n], end));
      }
    }
    return records;
  }

  /// Behind these records, per partition.
  static Map<Integer, Long> ends(List<ConsumerRecord<String, Message<?>>> records) {
    Map<Integer, Long> ends = new HashMap<>();
    records.forEach(record -> ends.put(record.partition(), record.offset() + 1));
    return ends;
  }

  void advance(List<ConsumerRecord<String, Message<?>>> records) {
    records.forEach(record -> positions[record.partition()] = (int) record.offset() + 1);
  }
}
