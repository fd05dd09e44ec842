package dev.parkade.runtime.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.inventory.CommitStock;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.tracing.Spans;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracedPollIT {

  private static final String PROCESS = "process " + Topics.INVENTORY_COMMANDS.name();
  private static final String POLL = "poll " + Topics.INVENTORY_COMMANDS.name();

  private final RecordedSpans recorded = new RecordedSpans();
  private final List<Incoming> handled = new CopyOnWriteArrayList<>();
  private PositionedWorld world;

  @BeforeEach
  void aServiceWhoseSpansAreCollected() {
    world = new PositionedWorld();
    world.spans = Spans.of(recorded.tracer(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void everyRecordOfAPollIsHandledInItsOwnTraceAndLinkedToThePoll() {
    Traceparent one = Traceparent.start();
    Traceparent other = Traceparent.start();
    world.kafka.send(command(one, Map.of())).join();
    world.kafka.send(command(other, Map.of())).join();

    world.consume((poll, aside) -> handled.addAll(poll));

    Eventually.within(PositionedWorld.SOON, () -> assertThat(recorded.named(PROCESS)).hasSize(2));
    SpanData first = processed(one);
    SpanData poll = poll(first);
    assertThat(first.getParentSpanId()).isEqualTo(one.spanId());
    assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(processed(other).getParentSpanId()).isEqualTo(other.spanId());
    assertThat(RecordedSpans.links(poll)).contains(one.spanId());
    assertThat(poll.getTraceId()).isNotEqualTo(one.traceId());
    // and what the record causes is a child of its span
    assertThat(handled)
        .extracting(it -> it.message().envelope().traceparent())
        .containsExactlyInAnyOrder(context(first), context(processed(other)));
  }

  @Test
  void whoIsNotSampledHasNoSpanAndKeepsItsTrace() {
    var trace = new Traceparent("a".repeat(32), "b".repeat(16), false);
    world.kafka.send(command(trace, Map.of())).join();

    world.consume((poll, aside) -> handled.addAll(poll));

    Eventually.within(PositionedWorld.SOON, () -> assertThat(handled).hasSize(1));
    assertThat(handled.getFirst().message().envelope().traceparent()).isEqualTo(trace);
    assertThat(recorded.all()).isEmpty();
  }

  @Test
  void whatBecomesADeadLetterSaysSo() {
    Traceparent trace = Traceparent.start();
    world.kafka.send(command(trace, Map.of())).join();
    var why = new Decoded.Poison(DeadLetterReason.UNEXPECTED_TYPE, "not this one");

    world.consume((poll, aside) -> poll.forEach(it -> aside.accept(it, why)));

    var dead = world.deadLetters(1).getFirst();
    Eventually.within(PositionedWorld.SOON, () -> assertThat(recorded.named(PROCESS)).isNotEmpty());
    SpanData span = processed(trace);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("parkade.dead_letter")))
        .isEqualTo("UNEXPECTED_TYPE");
    // the dead letter is its origin to the byte, its trace included
    assertThat(PositionedWorld.header(dead, "traceparent")).isEqualTo(trace.header());
  }

  @Test
  void anAttemptThatFailsIsASpanOfItsOwn() {
    Traceparent trace = Traceparent.start();
    world.kafka.send(command(trace, Map.of())).join();

    world.consume(
        (poll, aside) -> {
          handled.addAll(poll);
          if (handled.size() < 2) {
            throw new TransientFailure("not now");
          }
        });

    Eventually.within(PositionedWorld.SOON, () -> assertThat(recorded.named(PROCESS)).hasSize(2));
    assertThat(recorded.named(PROCESS))
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
  }

  @Test
  void aReplayedDeadLetterGoesOnInItsOrdersTraceAndIsLinkedToTheReplay() {
    Traceparent replay = Traceparent.start();
    Traceparent order = Traceparent.start();
    Map<String, String> headers =
        Map.of(
            ReplayHeaders.OF,
            Topics.INVENTORY_DLQ.name() + "-0@7",
            ReplayHeaders.COUNT,
            "1",
            ReplayHeaders.TRACE,
            order.header());
    world.kafka.send(command(replay, headers)).join();

    world.consume((poll, aside) -> handled.addAll(poll));

    Eventually.within(PositionedWorld.SOON, () -> assertThat(recorded.named(PROCESS)).hasSize(1));
    SpanData span = processed(order);
    assertThat(span.getParentSpanId()).isEqualTo(order.spanId());
    assertThat(RecordedSpans.links(span))
        .containsExactlyInAnyOrder(poll(span).getSpanId(), replay.spanId());
    assertThat(handled.getFirst().message().envelope().traceparent()).isEqualTo(context(span));
  }

  private ProducerRecord<String, byte[]> command(Traceparent trace, Map<String, String> more) {
    var order = new OrderId(Ids.timeOrdered().get());
    var message = world.messages.first(new CommitStock(order), order.text(), order.text(), trace);
    var record = world.record(0, order.text(), message);
    more.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  private SpanData processed(Traceparent trace) {
    return recorded.ofTrace(trace.traceId()).stream()
        .filter(span -> span.getName().equals(PROCESS))
        .findFirst()
        .orElseThrow();
  }

  private SpanData poll(SpanData record) {
    Eventually.within(
        PositionedWorld.SOON,
        () ->
            assertThat(recorded.named(POLL))
                .anyMatch(it -> RecordedSpans.links(record).contains(it.getSpanId())));
    return recorded.named(POLL).stream()
        .filter(it -> RecordedSpans.links(record).contains(it.getSpanId()))
        .findFirst()
        .orElseThrow();
  }

  private static Traceparent context(SpanData span) {
    return new Traceparent(span.getTraceId(), span.getSpanId(), true);
  }
}
