package dev.parkade.runtime.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupProtocolTest {

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "bootstrap.servers", "127.0.0.1:1",
          "group.id", "group",
          "group.instance.id", "one",
          "partition.assignment.strategy",
              "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
          "session.timeout.ms", "6000",
          "heartbeat.interval.ms", "1500");

  @ParameterizedTest
  @EnumSource
  void kafkaTakesTheSettingsOfEitherProtocol(GroupProtocol protocol) {
    var bytes = new ByteArrayDeserializer();

    try (var consumer = new KafkaConsumer<>(protocol.configure(SETTINGS), bytes, bytes)) {
      assertThat(consumer.groupMetadata().groupInstanceId()).contains("one");
    }
  }

  @Test
  void partitionsOfOneNumberGoToOneMemberWhicheverProtocolIsUsed() {
    assertThat(GroupProtocol.CLASSIC.configure(SETTINGS))
        .containsEntry(
            "partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor")
        .containsEntry("session.timeout.ms", "6000");
    assertThat(GroupProtocol.CONSUMER.configure(SETTINGS))
        .containsEntry("group.remote.assignor", "range")
        .doesNotContainKeys("partition.assignment.strategy", "session.timeout.ms");
  }

  @Test
  void aBlankNameMakesADynamicMember() {
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("group.instance.id", "");

    assertThat(GroupProtocol.CLASSIC.configure(settings)).doesNotContainKey("group.instance.id");
  }
}
