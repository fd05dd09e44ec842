package dev.parkade.runtime.consuming;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;

/// How the members of a consumer group agree on who owns what. Whichever is chosen, partitions of
/// the same number go to the same member (range assignment), and a member is static.
///
/// With [#CONSUMER] the broker decides when a session ends (`group.consumer.session.timeout.ms`, by
/// default 45 s), so a killed instance costs that long; with [#CLASSIC] the client does.
///
/// A killed instance that is back within its session takes its place again at once with [#CLASSIC].
/// With [#CONSUMER] the broker lets it in when that session is over; it asks again until then.
public enum GroupProtocol {
  /// Members assign among themselves; deprecated from Kafka 4.3.
  CLASSIC,
  /// The broker assigns (KIP-848).
  CONSUMER;

  /// The configuration of a consumer that takes part in this way: what the protocol does not know
  /// is left out, because Kafka refuses it. A blank `group.instance.id` makes a dynamic member.
  public Map<String, Object> configure(Map<String, Object> settings) {
    Map<String, Object> configured = new HashMap<>(settings);
    if (String.valueOf(settings.getOrDefault(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, ""))
        .isBlank()) {
      configured.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    }
    switch (this) {
      case CLASSIC -> {
        configured.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        configured.put(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
      }
      case CONSUMER -> {
        configured.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        // the broker's default, uniform, gives a customer's topics to different members
        configured.put(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG, "range");
        configured.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        configured.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        configured.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
      }
    }
    return configured;
  }
}
