package dev.parkade.order;

import static dev.parkade.order.scenario.Intruder.header;
import static dev.parkade.order.scenario.Intruder.saying;
import static dev.parkade.order.scenario.Intruder.with;
import static dev.parkade.order.scenario.Intruder.withABombOfHeaders;
import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.refunded;
import static dev.parkade.order.scenario.Participants.reserved;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.inventory.StockRefusal;
import dev.parkade.messages.inventory.StockRefused;
import dev.parkade.messages.order.OrderCancelled;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.wire.WireHeaders;
import dev.parkade.order.saga.Ignored;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Intruder;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.runtime.keys.KeyText;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Whatever stands on `order.replies`: it is taken into account, ignored by name, or set aside with
/// its reason and its bytes. Nobody else waits for it.
@OrchestratorTest
class HostileRepliesIT {

  /// A date for which `timestamptz` has no room.
  private static final Instant BEYOND_POSTGRESQL = Instant.parse("+300000-01-01T00:00:00Z");

  private final Participants participants = Participants.shared();
  private final Map<RecordMetadata, Expected> hostile = new LinkedHashMap<>();

  @Autowired MeterRegistry meters;
  @Autowired StatementCounter statements;
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @Autowired AbstractMessageListenerContainer<String, byte[]> replyConsumer;
  @LocalServerPort int port;
  private Intruder intruder;
  private Api api;
  private Situations given;
  private double failures;

  /// What must become of a record as a dead letter.
  private record Expected(DeadLetterReason reason, @Nullable String key, byte[] value) {}

  @BeforeEach
  void client() {
    Leftovers.awaitNone(jdbc, clock);
    intruder = new Intruder();
    api = new Api(port);
    given = new Situations(api);
  }

  @AfterEach
  void close() {
    intruder.close();
  }

  @Test
  void whatCannotBeReadOrTrustedIsSetAsideOnceWhileTheOthersOfItsPollGoOn() {
    OrderId victim = given.charging();
    List<OrderId> before = neighbours(victim, 15);
    List<OrderId> after = neighbours(victim, 15);
    Map<DeadLetterReason, Double> counted = deadLetterCounts();
    hold();

    before.forEach(order -> participants.answer(order, reserved(order)));
    sendHostile(victim);
    after.forEach(order -> participants.answer(order, reserved(order)));
    replyConsumer.resume();

    Intruder.awaitNothingIsLeft(jdbc);
    assertThat(polls()).isLessThanOrEqualTo(10);
    assertNoPollFailed();
    assertThat(before).allMatch(order -> api.state(order).equals("CHARGING"));
    assertThat(after).allMatch(order -> api.state(order).equals("CHARGING"));
    assertThat(api.state(victim)).isEqualTo("CHARGING");
    assertThat(api.story(victim)).doesNotContain("IGNORED");
    assertSetAside();
    Map<DeadLetterReason, Double> expected = new EnumMap<>(counted);
    hostile.values().forEach(e -> expected.merge(e.reason(), 1.0, Double::sum));
    assertThat(deadLetterCounts()).isEqualTo(expected);
    // what comes later is handled as if nothing had been
    participants.answer(victim, charged(victim));
    participants.answer(victim, committed(victim));
    api.awaitEnd(victim, "CONFIRMED", "");
  }

  @Test
  void whatIsReadableAndOutOfPlaceIsIgnoredByNameWhereItCanBeSeen() {
    OrderId finished = given.charging();
    participants.answer(finished, charged(finished));
    participants.answer(finished, committed(finished));
    api.awaitEnd(finished, "CONFIRMED", "");
    OrderId early = api.place();
    OrderId nobodys = new OrderId(Ids.timeOrdered().get());
    double unknown = ignored(Ignored.UNKNOWN_ORDER);
    double contradicting = ignored(Ignored.CONTRADICTS);
    double notAsked = ignored(Ignored.NOT_ASKED);

    participants.answer(nobodys, charged(nobodys));
    participants.answer(finished, declined(finished, "too late"));
    participants.answer(finished, charged(finished));
    participants.answer(early, refunded(early));
    intruder.send(
        withABombOfHeaders(intruder.record(early, early.text(), early.text(), committed(early))));

    Intruder.awaitNothingIsLeft(jdbc);
    assertThat(ignored(Ignored.UNKNOWN_ORDER) - unknown).isEqualTo(1);
    assertThat(ignored(Ignored.CONTRADICTS) - contradicting).isEqualTo(1);
    assertThat(ignored(Ignored.NOT_ASKED) - notAsked).isEqualTo(2);
    assertThat(ignoredOf(finished)).containsExactly("CONTRADICTS", "DUPLICATE");
    assertThat(ignoredOf(early)).containsExactly("NOT_ASKED", "NOT_ASKED");
    assertThat(api.status(finished)).isEqualTo("CONFIRMED");
    assertThat(api.state(early)).isEqualTo("RESERVING");
    assertThat(intruder.deadLetters()).isEmpty();
  }

  @Test
  void aStrangeTextForPeopleKeepsNoOrderFromGoingOn() {
    OrderId refused = api.place();
    OrderId declined = given.charging();

    intruder.send(
        strange(refused, new StockRefused(refused, StockRefusal.STOCK_UNAVAILABLE, "STRANGE")));
    intruder.send(strange(declined, declined(declined, "STRANGE")));

    api.awaitEnd(refused, "CANCELLED", "STOCK_UNAVAILABLE");
    api.awaitState(declined, "RELEASING");
    for (OrderId order : List.of(refused, declined)) {
      assertThat(api.timeline(order).toString())
          .contains("NUL \ufffd, half a pair \ufffd, xxx", "x…")
          .hasSizeLessThan(5_000);
    }
    assertThat(intruder.deadLetters()).isEmpty();
  }

  private ProducerRecord<String, byte[]> strange(OrderId order, MessageBody body) {
    String key = order.text();
    var record = intruder.record(order, key, key, body);
    String text = "NUL \\u0000, half a pair \\ud83d, " + "x".repeat(200_000);
    return with(record, key, replaced(record.value(), "STRANGE", text));
  }

  @Test
  void anAnswerThatCannotBeStoredCostsTheOthersOfItsPollAFewTransactions() {
    OrderId cursed = api.place();
    List<OrderId> others = neighbours(cursed, 24);
    hold();

    others.subList(0, 12).forEach(order -> participants.answer(order, reserved(order)));
    ProducerRecord<String, byte[]> poison =
        intruder.record(cursed, cursed.text(), cursed.text(), reserved(cursed, BEYOND_POSTGRESQL));
    dead(DeadLetterReason.HANDLER_FAILED, poison);
    others.subList(12, 24).forEach(order -> participants.answer(order, reserved(order)));
    replyConsumer.resume();

    Intruder.awaitNothingIsLeft(jdbc);
    assertThat(others).allMatch(order -> api.state(order).equals("CHARGING"));
    assertThat(api.state(cursed)).isEqualTo("RESERVING");
    assertSetAside();
    // five halvings, and what they leave
    assertThat(polls()).isLessThanOrEqualTo(14);
    assertNoPollFailed();
    participants.answer(cursed, reserved(cursed));
    api.awaitState(cursed, "CHARGING");
  }

  /// Lets the service take no answers until it is let go.
  private void hold() {
    replyConsumer.pause();
    Eventually.within(SOON, () -> assertThat(replyConsumer.isContainerPaused()).isTrue());
    statements.reset();
    failures = meters.get("parkade.consumer.failures").counter().count();
  }

  private void assertNoPollFailed() {
    assertThat(meters.get("parkade.consumer.failures").counter().count()).isEqualTo(failures);
  }

  private void sendHostile(OrderId victim) {
    String key = victim.text();
    OrderId other = new OrderId(Ids.timeOrdered().get());
    var good = intruder.record(victim, key, key, charged(victim));
    byte[] payload = good.value();

    dead(DeadLetterReason.MISSING_HEADER, intruder.record(victim, key, bytes("not json")));
    dead(DeadLetterReason.MISSING_HEADER, intruder.record(victim, key, new byte[0]));
    dead(DeadLetterReason.MALFORMED_PAYLOAD, with(good, key, new byte[0]));
    dead(DeadLetterReason.NULL_PAYLOAD, with(good, key, null));
    dead(DeadLetterReason.NULL_KEY, with(good, null, payload));
    dead(DeadLetterReason.NULL_KEY, with(good, "", payload));
    dead(DeadLetterReason.MALFORMED_KEY, with(good, KeyText.of(new byte[] {-1, 'k'}), payload));
    dead(DeadLetterReason.MALFORMED_PAYLOAD, with(good, key, Arrays.copyOf(payload, 20)));
    dead(DeadLetterReason.MALFORMED_PAYLOAD, with(good, key, replaced(payload, "2500", "25.5")));
    dead(DeadLetterReason.MALFORMED_PAYLOAD, with(good, key, replaced(payload, key, "you")));
    dead(DeadLetterReason.OVERSIZED_PAYLOAD, with(good, key, new byte[900_000]));
    dead(
        DeadLetterReason.UNKNOWN_TYPE,
        saying(good, WireHeaders.TYPE, "parkade.payment.charged.v2"));
    dead(DeadLetterReason.UNKNOWN_TYPE, saying(good, WireHeaders.TYPE, "dev.parkade.Charged"));
    dead(DeadLetterReason.MALFORMED_HEADER, saying(good, WireHeaders.ID, "1".repeat(200_000)));
    dead(DeadLetterReason.MALFORMED_HEADER, saying(good, WireHeaders.TIME, "now"));
    dead(DeadLetterReason.WRONG_KEY, with(good, other.text(), payload));
    dead(DeadLetterReason.WRONG_KEY, with(good, "k".repeat(100_000), payload));
    dead(
        DeadLetterReason.WRONG_CORRELATION, saying(good, WireHeaders.CORRELATION_ID, other.text()));
    dead(
        DeadLetterReason.WRONG_KEY,
        withABombOfHeaders(intruder.record(victim, key, key, charged(other))));
    for (MessageBody stranger :
        List.of(
            new CommitStock(victim),
            new OrderCancelled(victim, CustomerId.of("ada"), "WHY_NOT"),
            new CustomerRegistered(CustomerId.of("ada"), "Ada", "a@b", CustomerStatus.ACTIVE, 1))) {
      dead(DeadLetterReason.UNEXPECTED_TYPE, intruder.record(victim, key, key, stranger));
    }
    var bomb = with(good, key, new byte[20_000_000]);
    hostile.put(
        intruder.sendCompressed(bomb),
        new Expected(DeadLetterReason.OVERSIZED_PAYLOAD, bomb.key(), bomb.value()));
  }

  private void dead(DeadLetterReason reason, ProducerRecord<String, byte[]> record) {
    hostile.put(intruder.send(record), new Expected(reason, record.key(), record.value()));
  }

  /// Each of them once, with its bytes, and nothing else.
  private void assertSetAside() {
    var dead = intruder.deadLetters();
    assertThat(dead).hasSize(hostile.size());
    hostile.forEach(
        (origin, expected) ->
            assertThat(dead.get(origin.partition() + "@" + origin.offset()))
                .as(expected.reason() + " of " + origin)
                .singleElement()
                .satisfies(
                    letter -> {
                      assertThat(header(letter, DeadLetterHeaders.REASON))
                          .isEqualTo(expected.reason().name());
                      assertThat(header(letter, DeadLetterHeaders.ORIGIN_TOPIC))
                          .isEqualTo("order.replies");
                      assertThat(header(letter, DeadLetterHeaders.GROUP))
                          .isEqualTo("order-orchestrator");
                      assertThat(letter.key()).isEqualTo(expected.key());
                      assertThat(letter.headers().headers(WireHeaders.TRACEPARENT)).hasSize(1);
                      String cut = header(letter, DeadLetterHeaders.PAYLOAD_BYTES);
                      if (cut.isEmpty()) {
                        assertThat(letter.value()).isEqualTo(expected.value());
                      } else {
                        assertThat(expected.value()).hasSize(Integer.parseInt(cut));
                        assertThat(expected.value()).startsWith(letter.value());
                      }
                    }));
  }

  /// Other orders whose answers lie on the same partition.
  private List<OrderId> neighbours(OrderId order, int count) {
    List<OrderId> neighbours = new ArrayList<>();
    while (neighbours.size() < count) {
      OrderId candidate = api.place();
      if (Intruder.partitionOf(candidate) == Intruder.partitionOf(order)) {
        neighbours.add(candidate);
      }
    }
    return neighbours;
  }

  private List<String> ignoredOf(OrderId order) {
    return api.timeline(order)
        .valueStream()
        .filter(line -> line.path("kind").asString().equals("IGNORED"))
        .map(line -> line.path("detail").asString())
        .toList();
  }

  private double ignored(Ignored reason) {
    var counter = meters.find("parkade.saga.ignored").tag("reason", reason.name()).counter();
    return counter == null ? 0 : counter.count();
  }

  private Map<DeadLetterReason, Double> deadLetterCounts() {
    Map<DeadLetterReason, Double> counts = new EnumMap<>(DeadLetterReason.class);
    meters
        .find("parkade.deadletter.records")
        .counters()
        .forEach(
            counter ->
                counts.put(
                    DeadLetterReason.valueOf(counter.getId().getTag("reason")), counter.count()));
    return counts;
  }

  private long polls() {
    return statements.statements().stream()
        .filter(sql -> sql.contains("update consumer_position"))
        .count();
  }

  private static PaymentRefused declined(OrderId order, String detail) {
    return new PaymentRefused(order, PaymentRefusal.PAYMENT_DECLINED, detail);
  }

  private static byte[] replaced(byte[] payload, String text, String by) {
    return bytes(new String(payload, UTF_8).replace(text, by));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
