package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.header;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A payment that waits for its customer stays in the trace of its order.
class TracedGateIT {

  private static final AttributeKey<String> DEAD = AttributeKey.stringKey("parkade.dead_letter");

  private final RecordedSpans recorded = new RecordedSpans();
  private final World world = new World().collecting(recorded);

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void theEventOfTheCustomerReleasesItInItsOwnTrace() {
    start();
    CustomerId customer = someCustomer("late");
    OrderId order = someOrder();

    Message<ChargePayment> command = world.asksToCharge(customer, order, 1250);
    SpanData read = span("process payment.commands", command.envelope().traceparent());
    SpanData parked = span("send payment.parked", context(read));
    span("send order.replies", context(read));
    world.registers(customer).join();

    SpanData waited = span("wait payment.parked", context(read));
    SpanData released = span("process payment.parked", context(waited));
    assertThat(waited.getStartEpochNanos()).isLessThan(waited.getEndEpochNanos());
    SpanData arrived = recorded.named("process customer.events").getFirst();
    assertThat(RecordedSpans.links(released)).containsExactly(arrived.getSpanId());
    assertThat(arrived.getTraceId()).isNotEqualTo(released.getTraceId());
    // one trace on the record that waited, and on the answer
    ConsumerRecord<String, byte[]> record = world.parkedRecords(command).getFirst();
    assertThat(record.headers().headers("traceparent")).hasSize(1);
    assertThat(header(record, "traceparent")).isEqualTo(context(parked).header());
    assertThat(traceOfReply(order)).isEqualTo(context(released).header());
  }

  @Test
  void whatWaitsOverARestartGoesOnInItsTrace() {
    start();
    CustomerId customer = someCustomer("late");
    Message<ChargePayment> command = world.asksToCharge(customer, someOrder(), 1250);
    SpanData read = span("process payment.commands", command.envelope().traceparent());
    SpanData parked = span("send payment.parked", context(read));
    world.stop();

    start();
    world.registers(customer).join();

    SpanData waited = span("wait payment.parked", context(parked));
    span("process payment.parked", context(waited));
  }

  @Test
  void whatWaitsInVainSaysSo() {
    start("--parkade.parking.max-age=1s");
    // a feed that has brought somebody is not taken for stalled
    world.known("other");

    Message<ChargePayment> command = world.asksToCharge(someCustomer("never"), someOrder(), 1250);

    world.deadLetter(command.body().customerId().text());
    SpanData read = span("process payment.commands", command.envelope().traceparent());
    SpanData waited = span("wait payment.parked", context(read));
    SpanData end = span("process payment.parked", context(waited));
    assertThat(end.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(end.getAttributes().get(DEAD)).isEqualTo("CUSTOMER_NEVER_ARRIVED");
  }

  private void start(String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "--parkade.tracing.enabled=true";
    all[1] = "--management.opentelemetry.tracing.export.schedule-delay=50ms";
    System.arraycopy(settings, 0, all, 2, settings.length);
    world.start(all);
  }

  private SpanData span(String name, Traceparent parent) {
    Eventually.within(SOON, () -> assertThat(recorded.childrenOf(parent, name)).hasSize(1));
    return recorded.childrenOf(parent, name).getFirst();
  }

  private String traceOfReply(OrderId order) {
    Eventually.within(SOON, () -> assertThat(world.replies(order)).hasSize(1));
    return world
        .jdbc()
        .sql("select headers::json ->> 'traceparent' from outbox where message_key = :order")
        .param("order", order.text())
        .query(String.class)
        .single();
  }

  private static Traceparent context(SpanData span) {
    return RecordedSpans.context(span);
  }
}
