package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.LetterAction;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.ledger.RunKind;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.reading.Snapshot;
import dev.parkade.deadletters.route.HeaderPolicy;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.PaymentReply;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.messages.wire.WireHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Makes a new message of a dead letter and sends it in its place, as one transaction.
final class Editing {

  private static final String SOURCE = "/parkade/dlq";

  /// What a new message has of its own, and what the content decides.
  private static final Set<String> OURS =
      Set.of(
          WireHeaders.ID,
          WireHeaders.TIME,
          WireHeaders.CORRELATION_ID,
          WireHeaders.CAUSATION_ID,
          WireHeaders.TRACEPARENT);

  private final LedgerWriter session;
  private final DeadLetterLog log;
  private final Clock clock;
  private final Ids ids;
  private final MessageCodec codec = new MessageCodec();

  Editing(LedgerWriter session, DeadLetterLog log, Clock clock, Ids ids) {
    this.session = session;
    this.log = log;
    this.clock = clock;
    this.ids = ids;
  }

  private record Owner(String order, String partitionedBy) {}

  EditResult edit(DeadLetterId id, byte[] payload, Map<String, String> overrides, Terms terms) {
    List<String> targets = Routes.toService().targets(List.of(id.topic()));
    Optional<Topic> target = targets.stream().findFirst().flatMap(Topics::named);
    LetterState state = session.ledger().stateOf(id);
    DeadLetter letter = letter(id);
    if (target.isEmpty()) {
      return new EditResult.Refused(id.topic() + " is no dead-letter topic of a service");
    }
    if (letter == null) {
      return new EditResult.Refused("%s does not exist, or not any more".formatted(id));
    }
    if (state != LetterState.OPEN) {
      return new EditResult.Refused(
          "%s is %s and not OPEN; dlq show says what was done with it".formatted(id, state));
    }
    for (String name : overrides.keySet()) {
      if (OURS.contains(name) || !HeaderPolicy.keeps(name)) {
        return new EditResult.Refused("the header " + name + " is not one that can be given");
      }
    }
    var run = new Run(session, clock, ids.get().toString(), RunKind.EDIT, terms, id.text(), 1);
    int replay = Math.max(letter.replays(), session.ledger().replaysOf(id)) + 1;
    var message = new MessageId(ids.get());
    Headers headers =
        HeaderPolicy.headers(
            letter, new HeaderPolicy.Replay(id, replay, run.id()), Traceparent.start());
    String cause = cause(letter);
    envelop(headers, message, cause, overrides);
    return send(new Draft(id, replay, message, cause, headers, payload), target.get(), run, terms);
  }

  /// A new message before it is known whether it is one.
  @SuppressWarnings("ArrayRecordComponent") // the bytes of one record, never compared
  private record Draft(
      DeadLetterId of,
      int replay,
      MessageId message,
      @Nullable String cause,
      Headers headers,
      byte[] payload) {}

  private EditResult send(Draft draft, Topic target, Run run, Terms terms) {
    // whoever sends it decides what it is about, so the content is read first and agreed with
    put(draft.headers(), WireHeaders.CORRELATION_ID, "unknown");
    Message<?> read;
    switch (codec.decode(name -> last(draft.headers(), name), draft.payload())) {
      case Decoded.Poison poison -> {
        return new EditResult.Refused(
            "it would only become a dead letter again (%s): %s"
                .formatted(poison.reason(), poison.detail()));
      }
      case Decoded.Readable readable -> read = readable.message();
    }
    Owner owner = owner(read.body());
    if (owner == null || !target.carries(read.body().getClass())) {
      return new EditResult.Refused(
          "a %s does not belong on %s"
              .formatted(read.body().getClass().getSimpleName(), target.name()));
    }
    put(draft.headers(), WireHeaders.CORRELATION_ID, owner.order());
    int partition =
        Utils.toPositive(Utils.murmur2(owner.partitionedBy().getBytes(UTF_8)))
            % target.partitions();
    boolean parked = target.equals(Topics.PAYMENT_PARKED);
    String key = parked ? draft.message().text() : owner.partitionedBy();
    var record =
        new ProducerRecord<>(
            target.name(), partition, key.getBytes(UTF_8), draft.payload(), draft.headers());
    run.commitLast(
        1,
        LetterState.EDITED.name(),
        batch -> {
          var _ = batch.send(record);
          batch.act(draft.of(), action(draft, run.id(), target.name(), partition, terms));
        });
    return new EditResult.Sent(run.id(), draft.message(), draft.replay(), target.name(), partition);
  }

  private LetterAction action(Draft draft, String run, String topic, int partition, Terms terms) {
    Instant now = clock.instant();
    return new LetterAction.Edited(
        run,
        draft.replay(),
        draft.message().text(),
        draft.cause(),
        topic,
        partition,
        now,
        terms.operator().who(),
        terms.why().text());
  }

  private void envelop(
      Headers headers, MessageId message, @Nullable String cause, Map<String, String> overrides) {
    overrides.forEach((name, value) -> put(headers, name, value));
    put(headers, WireHeaders.SPEC_VERSION, "1.0");
    put(headers, WireHeaders.CONTENT_TYPE, "application/json");
    put(headers, WireHeaders.ID, message.text());
    put(headers, WireHeaders.TIME, clock.instant().toString());
    headers.remove(WireHeaders.CAUSATION_ID);
    if (cause != null) {
      put(headers, WireHeaders.CAUSATION_ID, cause);
    }
    if (last(headers, WireHeaders.SOURCE) == null) {
      put(headers, WireHeaders.SOURCE, SOURCE);
    }
    if (last(headers, WireHeaders.SUBJECT) == null) {
      put(headers, WireHeaders.SUBJECT, message.text());
    }
  }

  private @Nullable DeadLetter letter(DeadLetterId id) {
    TopicPartition partition = id.topicPartition();
    Snapshot.Range range = log.snapshot(List.of(id.topic())).ranges().get(partition);
    if (range == null || !range.contains(id.offset())) {
      return null;
    }
    List<DeadLetter> found = new ArrayList<>(1);
    log.read(
        new Snapshot(Map.of(partition, new Snapshot.Range(id.offset(), id.offset() + 1))),
        record -> found.add(new DeadLetter(record)));
    return found.isEmpty() ? null : found.getFirst();
  }

  /// The old message's id, if it is one that a message can name as its cause.
  private static @Nullable String cause(DeadLetter letter) {
    try {
      return MessageId.of(letter.messageId().orElse("")).text();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Owner owner(MessageBody body) {
    return switch (body) {
      case PaymentCommand c -> new Owner(c.orderId().text(), c.customerId().text());
      case InventoryCommand c -> new Owner(c.orderId().text(), c.orderId().text());
      case PaymentReply r -> new Owner(r.orderId().text(), r.orderId().text());
      case InventoryReply r -> new Owner(r.orderId().text(), r.orderId().text());
      default -> null;
    };
  }

  private static byte @Nullable [] last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }
}
