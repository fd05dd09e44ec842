package dev.parkade.shipping.shipments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.shipping.BookShipment;
import dev.parkade.messages.shipping.CancelShipment;
import dev.parkade.messages.shipping.ShipmentBooked;
import dev.parkade.messages.shipping.ShipmentCancelled;
import dev.parkade.messages.shipping.ShipmentRefusal;
import dev.parkade.messages.shipping.ShipmentRefused;
import dev.parkade.messages.shipping.ShippingCommand;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// The whole service with a real broker and a real database: commands come in over
/// `shipping.commands`, answers go out over `order.replies`.
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"management.server.port=0", "parkade.shipping.max-units=10"})
class ShippingIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final MessageCodec CODEC = new MessageCodec();
  private static final List<Topic> TOPICS =
      List.of(
          Topics.SHIPPING_COMMANDS,
          Topics.SHIPPING_DLQ,
          Topics.DLQ_OUTCOMES,
          Topics.ORDER_REPLIES,
          Topics.RELAY_HEARTBEATS);

  private static KafkaProducer<String, byte[]> producer;
  private static KafkaConsumer<String, byte[]> consumer;

  @Autowired JdbcClient jdbc;
  @Autowired AbstractMessageListenerContainer<String, byte[]> commands;

  private final Ids ids = Ids.timeOrdered();
  private final Messages messages = new Messages("order-orchestrator", Clock.systemUTC(), ids);
  private final List<Message<?>> answers = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> deadLetters = new ArrayList<>();
  private final OrderId order = new OrderId(ids.get());

  @TestConfiguration(proxyBeanMethods = false)
  static class Surroundings {

    @Bean
    static DynamicPropertyRegistrar addresses() {
      var database = Environment.freshDatabase("shipping");
      return properties -> {
        properties.add("spring.datasource.url", database::jdbcUrl);
        properties.add("spring.datasource.username", database::username);
        properties.add("spring.datasource.password", database::password);
        properties.add("spring.kafka.bootstrap-servers", Environment.kafka()::bootstrapServers);
      };
    }
  }

  @BeforeAll
  static void createTopicsAndListen() {
    Environment.createTopics(
        TOPICS.stream()
            .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
            .toList());
    Map<String, Object> broker =
        Map.of("bootstrap.servers", Environment.kafka().bootstrapServers(), "acks", "all");
    producer = new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Environment.kafka().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        Stream.of(Topics.ORDER_REPLIES, Topics.SHIPPING_DLQ)
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions())
                        .mapToObj(p -> new TopicPartition(topic.name(), p)))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
  }

  @AfterAll
  static void stopListening() {
    producer.close();
    consumer.close();
  }

  @Test
  void aParcelIsBookedOnceWhateverIsRepeatedAndItsCancellationStays() {
    Message<?> book = command(new BookShipment(order, CustomerId.of("ada"), 2));
    Message<?> cancel = command(new CancelShipment(order, "OPERATOR_DECISION"));

    send(book);
    send(book);
    awaitAnswers(2);
    send(cancel);
    send(cancel);
    send(book);

    assertThat(awaitAnswers(5))
        .hasExactlyElementsOfTypes(
            ShipmentBooked.class,
            ShipmentBooked.class,
            ShipmentCancelled.class,
            ShipmentCancelled.class,
            ShipmentRefused.class);
    assertThat(answers.get(0).body()).isEqualTo(answers.get(1).body());
    assertThat(answers.get(0).envelope().causationId()).isEqualTo(book.id());
    assertThat(status()).isEqualTo("CANCELLED");
  }

  @Test
  void inOnePollACancellationThatOvertookItsBookingStillWins() {
    Message<?> book = command(new BookShipment(order, CustomerId.of("ada"), 2));

    commands.stop();
    send(command(new CancelShipment(order, "OPERATOR_DECISION")));
    send(book);
    send(book);
    commands.start();

    assertThat(awaitAnswers(3).getFirst()).isInstanceOf(ShipmentCancelled.class);
    assertThat(answers.subList(1, 3))
        .allSatisfy(
            answer ->
                assertThat(((ShipmentRefused) answer.body()).reason())
                    .isEqualTo(ShipmentRefusal.ALREADY_CANCELLED));
    assertThat(status()).isEqualTo("CANCELLED");
  }

  @Test
  void whatIsAboutAnotherOrderThanItsKeyIsADeadLetterAndHoldsNobodyUp() {
    var other = new OrderId(ids.get());
    send(command(new BookShipment(order, CustomerId.of("ada"), 2)), other.text());
    send(command(new BookShipment(order, CustomerId.of("ada"), 11)));

    assertThat(awaitAnswers(1).getFirst()).isInstanceOf(ShipmentRefused.class);
    Eventually.within(
        SOON,
        () -> {
          listenOnce();
          assertThat(deadLetters).extracting(ConsumerRecord::key).containsExactly(other.text());
        });
  }

  private Message<?> command(ShippingCommand body) {
    String subject = body.orderId().text();
    return messages.first(body, subject, subject, null);
  }

  private void send(Message<?> message) {
    send(message, message.envelope().correlationId());
  }

  private void send(Message<?> message, String key) {
    Encoded encoded = CODEC.encode(message);
    var record =
        new ProducerRecord<>(
            Topics.SHIPPING_COMMANDS.name(), key, encoded.payload().getBytes(UTF_8));
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    var unused = producer.send(record);
    producer.flush();
  }

  private List<MessageBody> awaitAnswers(int count) {
    Eventually.within(
        SOON,
        () -> {
          listenOnce();
          assertThat(answers).hasSize(count);
        });
    return answers.stream().<MessageBody>map(Message::body).toList();
  }

  private void listenOnce() {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
      if (record.topic().equals(Topics.SHIPPING_DLQ.name())) {
        deadLetters.add(record);
      } else if (record.key().equals(order.text())) {
        answers.add(decode(record));
      }
    }
  }

  private static Message<?> decode(ConsumerRecord<String, byte[]> record) {
    var decoded =
        CODEC.decode(
            name -> {
              var header = record.headers().lastHeader(name);
              return header == null ? null : header.value();
            },
            record.value());
    return ((Decoded.Readable) decoded).message();
  }

  private String status() {
    return jdbc.sql("select status from shipment where order_id = ?")
        .param(order.value())
        .query(String.class)
        .single();
  }
}
