package dev.parkade.order.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.id.PaymentId;
import dev.parkade.messages.id.Sku;
import dev.parkade.messages.inventory.HoldExpired;
import dev.parkade.messages.inventory.PricedLine;
import dev.parkade.messages.inventory.StockCommitted;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.inventory.StockReleased;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.Encoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The test as payment- and inventory-service: it hears the commands that reach the broker and
/// answers them when it likes. One per JVM.
public final class Participants {

  public static final Duration SOON = Eventually.SOON;
  public static final Money PRICE = new Money(2500, "EUR");
  private static final Instant SOMETIME = Instant.parse("2030-01-01T12:00:00Z");
  private static final Instant LONG_AFTER = Instant.parse("2040-01-01T12:00:00Z");
  private static final Participants SHARED = new Participants();

  private final MessageCodec codec = new MessageCodec();
  private final Messages messages = new Messages("test", Clock.systemUTC(), Ids.timeOrdered());
  private final List<ConsumerRecord<String, byte[]>> heard = new ArrayList<>();
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;

  private Participants() {
    Map<String, Object> broker =
        Map.of("bootstrap.servers", Environment.kafka().bootstrapServers());
    producer = new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer());
    consumer = new KafkaConsumer<>(broker, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        Stream.of(
                Topics.PAYMENT_COMMANDS,
                Topics.INVENTORY_COMMANDS,
                Topics.ORDER_EVENTS,
                Topics.ORDER_DLQ,
                Topics.DLQ_OUTCOMES)
            .flatMap(
                topic ->
                    Stream.iterate(0, p -> p < topic.partitions(), p -> p + 1)
                        .map(p -> new TopicPartition(topic.name(), p)))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  public static Participants shared() {
    return SHARED;
  }

  /// Everything of this type that reached the topic for this order, in order.
  public <T extends MessageBody> List<Message<T>> sent(Topic topic, OrderId order, Class<T> type) {
    return records(topic)
        .map(this::message)
        .filter(m -> m.envelope().correlationId().equals(order.text()))
        .filter(m -> type.isInstance(m.body()))
        .map(m -> new Message<>(m.envelope(), type.cast(m.body())))
        .toList();
  }

  /// Waits for the nth message of this type for this order.
  public <T extends MessageBody> Message<T> awaitNth(
      int n, Topic topic, OrderId order, Class<T> type) {
    Eventually.within(
        SOON, () -> assertThat(sent(topic, order, type)).hasSizeGreaterThanOrEqualTo(n));
    return sent(topic, order, type).get(n - 1);
  }

  /// The key of a message that reached a topic.
  public String keyOf(Topic topic, Message<?> message) {
    return records(topic)
        .filter(r -> message(r).id().equals(message.id()))
        .findFirst()
        .orElseThrow()
        .key();
  }

  /// The dead letters whose origin had this key.
  public List<ConsumerRecord<String, byte[]>> deadLetters(String key) {
    return records(Topics.ORDER_DLQ).filter(r -> key.equals(r.key())).toList();
  }

  public static String reason(ConsumerRecord<String, byte[]> deadLetter) {
    var header = deadLetter.headers().lastHeader(DeadLetterHeaders.REASON);
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /// A message with a fresh id.
  public <T extends MessageBody> Message<T> say(OrderId order, T body) {
    return messages.first(body, order.text(), order.text(), null);
  }

  /// Answers under the key of the order, and returns what was sent so that it can be repeated.
  public <T extends MessageBody> Message<T> answer(OrderId order, T body) {
    Message<T> message = say(order, body);
    repeat(order, message);
    return message;
  }

  /// Answers a command, in the trace in which it came.
  public void reply(OrderId order, Message<?> command, MessageBody body) {
    repeat(order, messages.causedBy(command, body, order.text()));
  }

  /// Sends the very same message (again).
  public void repeat(OrderId order, Message<?> message) {
    send(order.text(), message);
  }

  /// Sends the very same message to another topic than that of the answers.
  public void repeat(Topic topic, OrderId order, Message<?> message) {
    send(topic, order.text(), message);
  }

  /// Sends under any key.
  public void send(String key, Message<?> message) {
    send(Topics.ORDER_REPLIES, key, message);
  }

  private void send(Topic topic, String key, Message<?> message) {
    Encoded encoded = codec.encode(message);
    var record =
        new ProducerRecord<String, byte[]>(
            topic.name(), key, encoded.payload().getBytes(StandardCharsets.UTF_8));
    encoded
        .headers()
        .forEach((n, v) -> record.headers().add(n, v.getBytes(StandardCharsets.UTF_8)));
    sendRaw(record);
  }

  public void sendRaw(ProducerRecord<String, byte[]> record) {
    producer.send(record);
    producer.flush();
  }

  /// What a message is made of on the wire, without its headers.
  public static byte[] bytesOf(Message<?> message) {
    return new MessageCodec().encode(message).payload().getBytes(StandardCharsets.UTF_8);
  }

  public static StockReserved reserved(OrderId order) {
    return reserved(order, LONG_AFTER);
  }

  public static StockReserved reserved(OrderId order, Instant heldUntil) {
    var line = new PricedLine(Sku.of("shirt"), 1, PRICE);
    return new StockReserved(order, List.of(line), PRICE, heldUntil);
  }

  public static StockRefused stockRefused(OrderId order) {
    return new StockRefused(order, StockRefusal.STOCK_UNAVAILABLE, "0 of shirt are left");
  }

  public static StockCommitted committed(OrderId order) {
    return new StockCommitted(order);
  }

  public static StockReleased released(OrderId order) {
    return new StockReleased(order);
  }

  public static HoldExpired expired(OrderId order) {
    return new HoldExpired(order);
  }

  public static PaymentCharged charged(OrderId order) {
    return new PaymentCharged(order, new PaymentId(order.value()), PRICE);
  }

  public static PaymentRefused declined(OrderId order) {
    return new PaymentRefused(order, PaymentRefusal.PAYMENT_DECLINED, "no cover");
  }

  public static PaymentRefunded refunded(OrderId order) {
    return new PaymentRefunded(order, true);
  }

  public static PaymentWaiting waiting(OrderId order) {
    return new PaymentWaiting(order, CustomerId.of("ada"), SOMETIME, "CUSTOMER_UNKNOWN");
  }

  private synchronized Stream<ConsumerRecord<String, byte[]>> records(Topic topic) {
    consumer.poll(Duration.ofMillis(10)).forEach(heard::add);
    return List.copyOf(heard).stream().filter(r -> r.topic().equals(topic.name()));
  }

  private Message<?> message(ConsumerRecord<String, byte[]> record) {
    Decoded decoded =
        codec.decode(
            name -> {
              var header = record.headers().lastHeader(name);
              return header == null ? null : header.value();
            },
            record.value());
    return switch (decoded) {
      case Decoded.Readable(var message) -> message;
      case Decoded.Poison poison -> throw new AssertionError(poison);
    };
  }
}
