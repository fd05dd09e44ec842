package dev.parkade.deadletters.inspection;

import dev.parkade.messages.topic.Topics;
import java.util.stream.Collectors;

/// The commands that mend what is wrong, for the tools that come with Kafka.
record Fixes(String servers) {

  String set(String topic, String setting, String value) {
    return "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config %s=%s"
        .formatted(servers, topic, setting, value);
  }

  String unset(String topic, String setting) {
    return "kafka-configs.sh --bootstrap-server %s --alter --topic %s --delete-config %s"
        .formatted(servers, topic, setting);
  }

  /// As the catalogue has it.
  String create(String topic) {
    return Topics.named(topic)
        .map(
            t ->
                "kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions %d %s"
                    .formatted(
                        servers,
                        topic,
                        t.partitions(),
                        t.config().entrySet().stream()
                            .map(e -> "--config " + e.getKey() + "=" + e.getValue())
                            .sorted()
                            .collect(Collectors.joining(" "))))
        .orElse("create it; it is not in the catalogue, so nobody else does");
  }

  String allow(String topic, String operation) {
    return "kafka-acls.sh --bootstrap-server %s --add --allow-principal User:<you> --operation %s"
            .formatted(servers, operation)
        + " --topic "
        + topic;
  }

  String describe(String topic) {
    return "kafka-topics.sh --bootstrap-server %s --describe --topic %s".formatted(servers, topic);
  }

  String findHanging() {
    return "kafka-transactions.sh --bootstrap-server %s find-hanging --broker-id <id>"
        .formatted(servers);
  }
}
