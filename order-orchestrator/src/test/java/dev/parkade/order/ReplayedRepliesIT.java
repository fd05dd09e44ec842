package dev.parkade.order;

import static dev.parkade.order.scenario.Intruder.header;
import static dev.parkade.order.scenario.Intruder.saying;
import static dev.parkade.order.scenario.Participants.SOON;
import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.declined;
import static dev.parkade.order.scenario.Participants.reserved;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Intruder;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.order.scenario.Situations;
import dev.parkade.testkit.statements.StatementCounter;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/// Dead letters that are replayed to `order.replies`: what became of each is said on
/// `dlq.outcomes`, in the transaction that decided it, and nothing else is different.
@OrchestratorTest
class ReplayedRepliesIT {

  private static final AtomicLong OFFSETS = new AtomicLong(5000);

  private final Participants participants = Participants.shared();
  private final Intruder intruder = new Intruder();
  @Autowired StatementCounter statements;
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @Autowired AbstractMessageListenerContainer<String, byte[]> replyConsumer;
  @LocalServerPort int port;
  private Api api;
  private Situations given;
  private long before;

  @BeforeEach
  void look() {
    Leftovers.awaitNone(jdbc, clock);
    api = new Api(port);
    given = new Situations(api);
    before = jdbc.sql("select coalesce(max(seq), 0) from outbox").query(Long.class).single();
  }

  @AfterEach
  void close() {
    intruder.close();
  }

  @Test
  void saysOfEachReplayWhatBecameOfItInTheTransactionThatDecidesTheWholePoll() {
    OrderId paid = given.charging();
    OrderId cancelled = given.charging();
    api.cancel(cancelled);
    OrderId nobodys = new OrderId(Ids.timeOrdered().get());
    replyConsumer.stop();
    statements.reset();

    var charge = answer(paid, charged(paid));
    String first = replay(charge, 1);
    String second = replay(charge, 2);
    String third = replay(answer(paid, declined(paid)), 1);
    String fourth = replay(answer(cancelled, declined(cancelled)), 1);
    String fifth = replay(answer(nobodys, charged(nobodys)), 1);
    replyConsumer.start();
    Intruder.awaitNothingIsLeft(jdbc);

    awaitNews(
        paid,
        new DeadLetterSettled(first, 1, ReplayOutcome.HANDLED, "the money is taken"),
        new DeadLetterSettled(second, 2, ReplayOutcome.DUPLICATE, "DUPLICATE"),
        new DeadLetterSettled(third, 1, ReplayOutcome.REFUSED, "CONTRADICTS"));
    awaitNews(cancelled, new DeadLetterSettled(fourth, 1, ReplayOutcome.REFUSED, "ALREADY_UNDONE"));
    awaitNews(nobodys, new DeadLetterSettled(fifth, 1, ReplayOutcome.REFUSED, "UNKNOWN_ORDER"));
    assertThat(said()).isEqualTo(5);
    assertThat(api.state(paid)).isEqualTo("COMMITTING");
    assertThat(api.state(cancelled)).isEqualTo("REFUNDING");
    assertThat(intruder.deadLetters()).isEmpty();
    // where a saga changed, its news are a part of the one statement that writes everything
    long polls = sent("update consumer_position");
    assertThat(sent("insert into outbox")).isBetween(1L, polls);
  }

  @Test
  void theNewsBelongsToTheOrderAndTheTraceOfTheReplay() {
    OrderId order = given.charging();
    var record = answer(order, charged(order));

    String letter = replay(record, 3);

    Message<DeadLetterSettled> news =
        participants.awaitNth(1, Topics.DLQ_OUTCOMES, order, DeadLetterSettled.class);
    assertThat(participants.keyOf(Topics.DLQ_OUTCOMES, news)).isEqualTo(letter);
    assertThat(news.envelope().subject()).isEqualTo(letter);
    assertThat(news.envelope().causationId()).hasToString(sent(record, "ce_id"));
    assertThat(sent(record, "traceparent")).contains(news.envelope().traceparent().traceId());
  }

  @Test
  void headersThatNobodyCanReadMakeAnAnswerNeitherPoisonNorAReplay() {
    OrderId order = given.charging();
    var record = answer(order, charged(order));

    for (String of : List.of("order.dlq-9@1", "order.replies-1@1", "x".repeat(200_000), "")) {
      intruder.send(with(record, of, "1"));
    }
    intruder.send(with(record, "order.dlq-1@1", "0"));
    intruder.send(with(record, "order.dlq-1@1", "\u0000"));
    intruder.send(saying(record, ReplayHeaders.OF, "order.dlq-1@1"));
    Intruder.awaitNothingIsLeft(jdbc);

    assertThat(api.state(order)).isEqualTo("COMMITTING");
    assertThat(said()).isZero();
    assertThat(intruder.deadLetters()).isEmpty();
  }

  @Test
  void ofADecisionThatWasRolledBackNothingIsSaid() {
    OrderId cursed = api.place();
    OrderId beside = neighbour(cursed);
    replyConsumer.stop();
    statements.reset();

    String fine = replay(answer(beside, reserved(beside)), 1);
    // a date for which PostgreSQL has no room
    var beyond = reserved(cursed, Instant.parse("+300000-01-01T00:00:00Z"));
    String failing = replay(answer(cursed, beyond), 1);
    replyConsumer.start();
    Intruder.awaitNothingIsLeft(jdbc);

    awaitNews(
        beside,
        new DeadLetterSettled(
            fine, 1, ReplayOutcome.HANDLED, "the stock is set aside, with prices"));
    assertThat(said()).isEqualTo(1);
    // both were decided and rolled back together first
    assertThat(sent("update consumer_position")).isGreaterThan(2);
    assertThat(api.state(cursed)).isEqualTo("RESERVING");
    assertThat(intruder.deadLetters().values())
        .flatExtracting(it -> it)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(header(it, ReplayHeaders.OF)).isEqualTo(failing);
              assertThat(header(it, ReplayHeaders.COUNT)).isEqualTo("1");
            });
  }

  private ProducerRecord<String, byte[]> answer(OrderId order, MessageBody body) {
    return intruder.record(order, order.text(), order.text(), body);
  }

  /// Sends a record as the replay tool does, and returns the name of its dead letter.
  private String replay(ProducerRecord<String, byte[]> record, int count) {
    String letter = "order.dlq-" + record.partition() + "@" + OFFSETS.incrementAndGet();
    intruder.send(with(record, letter, Integer.toString(count)));
    return letter;
  }

  private static ProducerRecord<String, byte[]> with(
      ProducerRecord<String, byte[]> record, String of, String count) {
    return saying(saying(record, ReplayHeaders.OF, of), ReplayHeaders.COUNT, count);
  }

  private static String sent(ProducerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private void awaitNews(OrderId order, DeadLetterSettled... expected) {
    Eventually.within(
        SOON,
        () ->
            assertThat(
                    participants.sent(Topics.DLQ_OUTCOMES, order, DeadLetterSettled.class).stream()
                        .map(Message::body))
                .containsExactlyInAnyOrder(expected));
  }

  /// How often the service has said what became of a replay since this test began.
  private long said() {
    return jdbc.sql("select count(*) from outbox where topic = ? and seq > ?")
        .params(Topics.DLQ_OUTCOMES.name(), before)
        .query(Long.class)
        .single();
  }

  private long sent(String text) {
    return statements.statements().stream().filter(sql -> sql.contains(text)).count();
  }

  /// Another order whose answers lie on the same partition.
  private OrderId neighbour(OrderId order) {
    OrderId other = api.place();
    while (Intruder.partitionOf(other) != Intruder.partitionOf(order)) {
      other = api.place();
    }
    return other;
  }
}
