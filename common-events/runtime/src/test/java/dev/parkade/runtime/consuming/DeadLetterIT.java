package dev.parkade.runtime.consuming;

import static dev.parkade.runtime.consuming.PositionedWorld.SOON;
import static dev.parkade.runtime.consuming.PositionedWorld.header;
import static dev.parkade.runtime.consuming.PositionedWorld.orderId;
import static dev.parkade.runtime.consuming.PositionedWorld.reason;
import static dev.parkade.runtime.consuming.PositionedWorld.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a dead letter says, and that everything of its origin is still there.
class DeadLetterIT {

  private PositionedWorld world;
  private Instant began;

  @BeforeEach
  void aServiceWithItsOwnDatabase() {
    world = new PositionedWorld();
    began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aKeyThatIsNotUtf8IsPoisonAndStaysWhatItIs() {
    byte[] key = {'k', (byte) 0xff, (byte) 0xc3, 0};
    var unreadable = commit(KeyText.of(key));
    world.kafka.send(unreadable).join();
    List<OrderId> good = world.publishTo(0, 1);

    world.consume(world::writeEffects);

    ConsumerRecord<String, byte[]> dead = deadLetterBeside(good);
    assertThat(reason(dead)).isEqualTo("MALFORMED_KEY");
    assertThat(KeyText.bytes(dead.key())).isEqualTo(key);
    assertThat(dead.value()).isEqualTo(unreadable.value());
    assertThat(header(dead, WireHeaders.ID)).isEqualTo(text(unreadable, WireHeaders.ID));
  }

  @Test
  void hostileHeadersAreKeptAndNotBelieved() {
    var hostile = commit("not its order");
    String trace = text(hostile, WireHeaders.TRACEPARENT);
    hostile.headers().remove(WireHeaders.TRACEPARENT);
    hostile.headers().add(WireHeaders.TRACEPARENT, bytes("first"));
    for (int n = 0; n < 20_000; n++) {
      hostile.headers().add("thousands", null);
    }
    hostile
        .headers()
        .add("huge", new byte[500_000])
        .add("springDeserializerExceptionKey", bytes("rO0AB"))
        .add(DeadLetterHeaders.REASON, bytes("CUSTOMER_NEVER_ARRIVED"))
        .add(DeadLetterHeaders.ORIGIN_TOPIC, bytes("customer.events"))
        .add(ReplayHeaders.OF, bytes("inventory.dlq-0@1"))
        .add(WireHeaders.TRACEPARENT, bytes(trace));
    world.kafka.send(hostile).join();
    List<OrderId> good = world.publishTo(0, 1);

    world.consume(
        (poll, aside) -> {
          for (Incoming message : poll) {
            var poison = message.disagreement(orderId(message), orderId(message));
            if (poison == null) {
              world.writeEffects(List.of(message));
            } else {
              aside.accept(message, poison);
            }
          }
        });

    ConsumerRecord<String, byte[]> dead = deadLetterBeside(good);
    assertThat(reason(dead)).isEqualTo("WRONG_KEY");
    assertThat(header(dead, DeadLetterHeaders.ORIGIN_TOPIC)).isEqualTo("inventory.commands");
    assertThat(header(dead, DeadLetterHeaders.ATTEMPTS)).isEqualTo("1");
    assertThat(header(dead, ReplayHeaders.OF)).isEqualTo("inventory.dlq-0@1");
    assertThat(dead.headers().headers("thousands")).hasSize(20_000);
    assertThat(dead.headers().lastHeader("huge").value()).hasSize(500_000);
    assertThat(dead.headers().headers(WireHeaders.TRACEPARENT))
        .extracting(Header::value)
        .containsExactly(bytes(trace));
  }

  @Test
  void aFailureIsNamedWithItsExceptionItsAttemptsAndItsTime() {
    List<OrderId> orders = world.publishTo(0, 8);
    String cursed = orders.get(5).text();

    world.consume(
        (poll, _) -> {
          world.writeEffects(poll);
          if (poll.stream().anyMatch(m -> orderId(m).equals(cursed))) {
            throw new IllegalStateException("no luck", new ArithmeticException("1 / 0\n" + cursed));
          }
        });

    ConsumerRecord<String, byte[]> dead =
        deadLetterBeside(orders.stream().filter(o -> !o.text().equals(cursed)).toList());
    assertThat(reason(dead)).isEqualTo("HANDLER_FAILED");
    // with seven others, with three, with one, alone
    assertThat(header(dead, DeadLetterHeaders.ATTEMPTS)).isEqualTo("4");
    assertThat(header(dead, DeadLetterHeaders.EXCEPTION))
        .isEqualTo("java.lang.ArithmeticException");
    assertThat(header(dead, DeadLetterHeaders.EXCEPTION_MESSAGE)).isEqualTo("1 / 0");
    assertThat(header(dead, DeadLetterHeaders.GROUP)).startsWith("positioned-");
    assertThat(Instant.parse(header(dead, DeadLetterHeaders.FIRST_FAILURE)))
        .isBetween(began, Instant.parse(header(dead, DeadLetterHeaders.LAST_FAILURE)));
  }

  @Test
  void theAgeOfItsOriginIsNotItsOwn() {
    long lastYear = began.minus(Duration.ofDays(400)).toEpochMilli();
    var old =
        new ProducerRecord<>(
            Topics.INVENTORY_COMMANDS.name(), 0, lastYear, "old", bytes("whatever"));
    world.kafka.send(old).join();
    List<OrderId> good = world.publishTo(0, 1);

    world.consume(world::writeEffects);

    ConsumerRecord<String, byte[]> dead = deadLetterBeside(good);
    assertThat(header(dead, DeadLetterHeaders.ORIGIN_TIMESTAMP)).isEqualTo(Long.toString(lastYear));
    // retention counts from this: with the origin's it would be gone with its segment
    assertThat(dead.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(dead.timestamp()).isGreaterThanOrEqualTo(began.toEpochMilli());
  }

  private ConsumerRecord<String, byte[]> deadLetterBeside(List<OrderId> good) {
    Eventually.within(
        SOON, () -> assertThat(world.effects()).containsExactlyElementsOf(texts(good)));
    List<ConsumerRecord<String, byte[]>> dead = world.deadLetters(1);
    assertThat(dead).hasSize(1);
    return dead.getFirst();
  }

  private ProducerRecord<String, byte[]> commit(String key) {
    var order = new OrderId(Ids.timeOrdered().get());
    return world.record(
        0, key, world.messages.first(new CommitStock(order), order.text(), order.text(), null));
  }

  private static String text(ProducerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
