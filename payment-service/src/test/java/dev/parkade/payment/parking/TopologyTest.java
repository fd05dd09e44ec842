package dev.parkade.payment.parking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopologyTest {

  @Test
  void equalCountsAndCompactedTopicsAreFine() {
    Topology.Finding finding = judge(6, 6, 6, "compact", "compact");

    assertThat(finding).isEqualTo(new Topology.Finding(6, null));
  }

  @Test
  void unequalPartitionCountsKeepTheGateShut() {
    Topology.Finding finding = judge(6, 12, 6, "compact", "compact");

    assertThat(finding.problem())
        .contains("payment.commands=12", "customer.events=6", "create new topics");
  }

  @Test
  void aFeedOfCustomersThatForgetsKeepsTheGateShut() {
    Topology.Finding finding = judge(6, 6, 6, "compact,delete", "compact");

    assertThat(finding.problem())
        .contains("customer.events has cleanup.policy=compact,delete", "kafka-configs --alter");
  }

  @Test
  void parkedCommandsThatDisappearKeepTheGateShut() {
    Topology.Finding finding = judge(6, 6, 6, "compact", "delete");

    assertThat(finding.problem()).contains("payment.parked has cleanup.policy=delete");
  }

  @Test
  void aPartitionCountThatHasChangedKeepsTheGateShut() {
    Topology.Finding finding = Topology.compare(judge(12, 12, 12, "compact", "compact"), 6);

    assertThat(finding.problem())
        .contains("changed from 6 to 12", "Create new topics", "delete from consumer_position");
  }

  @Test
  void theFirstPartitionCountIsTheRightOne() {
    Topology.Finding sound = judge(12, 12, 12, "compact", "compact");

    assertThat(Topology.compare(sound, 0)).isEqualTo(sound);
    assertThat(Topology.compare(sound, 12)).isEqualTo(sound);
  }

  private static Topology.Finding judge(
      int customers, int commands, int parked, String customerPolicy, String parkedPolicy) {
    Map<String, TopicDescription> topics = new HashMap<>();
    topics.put("customer.events", topic("customer.events", customers));
    topics.put("payment.commands", topic("payment.commands", commands));
    topics.put("payment.parked", topic("payment.parked", parked));
    return Topology.judge(
        topics,
        Map.of(
            resource("customer.events"), policy(customerPolicy),
            resource("payment.parked"), policy(parkedPolicy)));
  }

  private static TopicDescription topic(String name, int count) {
    return new TopicDescription(
        name,
        false,
        IntStream.range(0, count)
            .mapToObj(p -> new TopicPartitionInfo(p, Node.noNode(), List.of(), List.of()))
            .toList());
  }

  private static ConfigResource resource(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  private static Config policy(String value) {
    return new Config(List.of(new ConfigEntry("cleanup.policy", value)));
  }
}
