package dev.parkade.customer.directory;

import static dev.parkade.customer.scenario.Client.ADA;
import static dev.parkade.customer.scenario.Client.ADA_KING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.customer.scenario.Client;
import dev.parkade.customer.scenario.CustomerServiceTest;
import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What others hear of a change.
@CustomerServiceTest
class CustomerEventsIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired Client client;

  @Test
  void tellsEveryChangeWithTheWholeState() throws Exception {
    client.put("ada-5", ADA);
    client.put("ada-5", ADA_KING, "If-Match", "\"1\"");
    client.post("/ada-5/deactivation", "");

    List<CustomerEvent> events = new ArrayList<>();
    try (var consumer = consumer()) {
      Eventually.within(
          SOON,
          () -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(
                    record -> {
                      if (record.key().equals("ada-5")) {
                        events.add(event(record));
                      }
                    });
            assertThat(events).hasSizeGreaterThanOrEqualTo(3);
          });
    }

    var id = events.getFirst().customerId();
    var email = "ada@example.org";
    assertThat(events)
        .containsExactly(
            new CustomerRegistered(id, "Ada", email, CustomerStatus.ACTIVE, 1),
            new CustomerChanged(id, "Ada King", email, CustomerStatus.ACTIVE, 2),
            new CustomerDeactivated(id, "Ada King", email, CustomerStatus.INACTIVE, 3));
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Environment.kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, Topics.PARTITIONS)
            .mapToObj(n -> new TopicPartition(Topics.CUSTOMER_EVENTS.name(), n))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static CustomerEvent event(ConsumerRecord<String, byte[]> record) {
    var decoded =
        new MessageCodec()
            .decode(
                name -> {
                  var header = record.headers().lastHeader(name);
                  return header == null ? null : header.value();
                },
                record.value());
    Message<?> message = ((Decoded.Readable) decoded).message();
    return (CustomerEvent) message.body();
  }
}
