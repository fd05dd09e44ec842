package dev.parkade.payment.parking;

import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.deadletter.Failure;
import dev.parkade.runtime.tracing.PollSpans;
import dev.parkade.runtime.tracing.Release;
import dev.parkade.runtime.tracing.Sending;
import dev.parkade.runtime.tracing.Spans;
import dev.parkade.runtime.tracing.Waited;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.SendResult;

/// The spans of the gate: what it reads, what it parks, how long that waits, and what is done with
/// it then, all in the trace of the command's order.
final class GateTraces {

  private final Spans spans;
  private final String group;

  GateTraces(Spans spans, String group) {
    this.spans = spans;
    this.group = group;
  }

  /// The spans of a poll. What is read back from `payment.parked` was parked in a span of its own.
  PollSpans poll(List<ConsumerRecord<String, byte[]>> records, Ownership ownership) {
    if (!spans.areOn()) {
      return PollSpans.none();
    }
    String parked = Topics.PAYMENT_PARKED.name();
    return spans.poll(
        group,
        records.stream()
            .filter(record -> !record.topic().equals(parked) && ownership.runs(record.partition()))
            .toList());
  }

  /// Sends a command to where it waits.
  CompletableFuture<SendResult<String, byte[]>> park(
      Parked entry, ProducerRecord<String, byte[]> record, KafkaOperations<String, byte[]> kafka) {
    return spans.areOn()
        ? send(record, kafka, spans.moving(record, trace(entry), waited(entry)))
        : kafka.send(record);
  }

  /// Sends a message that does not go through the outbox.
  CompletableFuture<SendResult<String, byte[]>> send(
      ProducerRecord<String, byte[]> record, KafkaOperations<String, byte[]> kafka) {
    return spans.areOn() ? send(record, kafka, spans.sending(record)) : kafka.send(record);
  }

  private static CompletableFuture<SendResult<String, byte[]>> send(
      ProducerRecord<String, byte[]> record, KafkaOperations<String, byte[]> kafka, Sending span) {
    var sent = kafka.send(record);
    var unused =
        sent.whenComplete(
            (done, failure) ->
                span.completed(done == null ? null : done.getRecordMetadata(), failure));
    return sent;
  }

  /// Begins the spans of what is released: what follows from it is theirs.
  Releasing release(List<Slice> slices) {
    Map<ConsumerRecord<?, ?>, Release> begun = new HashMap<>(0);
    if (!spans.areOn()) {
      return new Releasing(slices, begun);
    }
    List<Slice> traced = new ArrayList<>(slices.size());
    for (Slice slice : slices) {
      List<Parked> entries = new ArrayList<>(slice.entries().size());
      for (Parked entry : slice.entries()) {
        entries.add(release(slice.partition(), entry, begun));
      }
      traced.add(new Slice(slice.partition(), entries));
    }
    return new Releasing(traced, begun);
  }

  private Parked release(
      GatePartition partition, Parked entry, Map<ConsumerRecord<?, ?>, Release> begun) {
    Traceparent trace = trace(entry);
    if (trace == null) {
      return entry;
    }
    CustomerQueue queue = partition.waiting().queue(entry.customerId());
    Traceparent cause = queue == null ? null : queue.releasedBy();
    Release release = release(entry, trace, cause);
    if (release == null) {
      return entry;
    }
    Command command = entry.command();
    begun.put(command.record(), release);
    return entry.with(new Command(command.record(), command.message().in(release.trace())));
  }

  /// A command waited in vain.
  void expired(Parked entry, Failure failure) {
    Traceparent trace = spans.areOn() ? trace(entry) : null;
    if (trace == null) {
      return;
    }
    Release release = release(entry, trace, null);
    if (release != null) {
      release.setAside(failure.reason().name());
      release.end(null);
    }
  }

  private @Nullable Release release(Parked entry, Traceparent trace, @Nullable Traceparent cause) {
    return spans.release(
        Topics.PAYMENT_PARKED.name(),
        trace,
        waited(entry),
        cause,
        entry.command().record().headers());
  }

  private static @Nullable Traceparent trace(Parked entry) {
    return entry.command().message().envelope().traceparent();
  }

  private static Waited waited(Parked entry) {
    return new Waited(
        entry.reason().name(),
        entry.attempts(),
        entry.orderId().text(),
        entry.reason().isRetried() ? null : entry.firstAt());
  }

  /// What is released, with the spans that this takes.
  record Releasing(List<Slice> slices, Map<ConsumerRecord<?, ?>, Release> begun) {

    void setAside(Effects.Dead dead) {
      Release release = begun.get(dead.record());
      if (release != null) {
        release.setAside(dead.failure().reason().name());
      }
    }

    void end(@Nullable Throwable failure) {
      begun.values().forEach(release -> release.end(failure));
    }
  }
}
