package dev.parkade.payment.operators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.scenario.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.springframework.kafka.support.SendResult;

/// Charges of one customer that ended as dead letters.
record Lost(
    World world,
    CustomerId customer,
    List<DeadLetterId> letters,
    List<Message<ChargePayment>> commands) {

  /// So many of a customer who has been registered meanwhile.
  static Lost charges(World world, String name, int count) {
    CustomerId customer = world.known(name);
    int partition =
        Utils.toPositive(Utils.murmur2(customer.text().getBytes(UTF_8))) % Topics.PARTITIONS;
    List<DeadLetterId> letters = new ArrayList<>();
    List<Message<ChargePayment>> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var command = world.charge(customer, World.someOrder(), 1000);
      ProducerRecord<String, byte[]> record =
          world.record(Topics.PAYMENT_DLQ, partition, customer.text(), command);
      header(record, "parkade_dlq_reason", "CUSTOMER_NEVER_ARRIVED");
      header(record, "parkade_dlq_origin_topic", "payment.commands");
      header(record, "parkade_dlq_origin_partition", Integer.toString(partition));
      header(record, "parkade_dlq_origin_offset", Integer.toString(i));
      var stands = ((SendResult<?, ?>) world.send(record).join()).getRecordMetadata();
      letters.add(new DeadLetterId(stands.topic(), stands.partition(), stands.offset()));
      commands.add(command);
    }
    return new Lost(world, customer, letters, commands);
  }

  Map<String, Object> filter() {
    return Map.of("customerIds", List.of(customer.text()));
  }

  List<String> ids() {
    return letters.stream().map(DeadLetterId::text).toList();
  }

  /// Each was sent, and charged, exactly once.
  void wereEachReplayedOnce() {
    for (var command : commands) {
      assertThat(world.status(command.body().orderId())).isEqualTo("CHARGED");
    }
    assertThat(world.parkedRecords())
        .filteredOn(record -> record.value() != null)
        .extracting(record -> record.key())
        .filteredOn(key -> commands.stream().anyMatch(it -> it.id().text().equals(key)))
        .containsExactlyElementsOf(commands.stream().map(it -> it.id().text()).toList());
    assertThat(world.decided(customer))
        .containsExactlyElementsOf(
            commands.stream().map(it -> it.body().orderId().text()).toList());
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }
}
