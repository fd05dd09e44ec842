package dev.parkade.deadletters.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.route.HeaderPolicy;
import dev.parkade.deadletters.transform.Transform;
import dev.parkade.deadletters.transform.TransformFailed;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.messages.wire.WireHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Has messages transformed, and checks what comes back: it must be a message that belongs
/// on the target, under the id that it had, because the id is what makes a second replay
/// harmless.
final class Transforming {

  /// What became of one.
  sealed interface Made {}

  record Ready(Outgoing outgoing) implements Made {}

  /// @param why for people
  record Refused(DeadLetterId id, String why) implements Made {}

  /// A check that failed.
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Unfit(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  private static final int AT_ONCE = 500;

  private final Transform transform;
  private final MessageCodec codec = new MessageCodec();

  Transforming(Transform transform) {
    this.transform = transform;
  }

  /// One result for each, in their order.
  List<Made> apply(List<Outgoing> packed) {
    List<Made> made = new ArrayList<>(packed.size());
    for (int from = 0; from < packed.size(); from += AT_ONCE) {
      List<Outgoing> some = packed.subList(from, Math.min(from + AT_ONCE, packed.size()));
      List<Transform.Output> outputs =
          transform.apply(some.stream().map(Transforming::input).toList());
      if (outputs.size() != some.size()) {
        throw new TransformFailed(
            "the transformation %s gave %d answers to %d messages; it must give one to each"
                .formatted(transform.name(), outputs.size(), some.size()),
            null);
      }
      for (int i = 0; i < some.size(); i++) {
        made.add(made(some.get(i), outputs.get(i)));
      }
    }
    return made;
  }

  private Made made(Outgoing was, Transform.Output output) {
    return switch (output) {
      case Transform.Unchanged unchanged -> new Ready(was);
      case Transform.Rejected(String why) -> new Refused(was.id(), why);
      case Transform.Changed changed -> {
        try {
          yield new Ready(changed(was, changed));
        } catch (Unfit e) {
          yield new Refused(was.id(), e.why);
        }
      }
    };
  }

  private Outgoing changed(Outgoing was, Transform.Changed changed) throws Unfit {
    ProducerRecord<byte[], byte[]> record = was.record();
    Headers headers = new RecordHeaders(record.headers().toArray());
    for (Map.Entry<String, String> header : changed.headers().entrySet()) {
      if (!HeaderPolicy.keeps(header.getKey())) {
        throw new Unfit("the transformation may not set the header " + header.getKey());
      }
      headers.remove(header.getKey());
      if (!header.getValue().isEmpty()) {
        headers.add(header.getKey(), header.getValue().getBytes(UTF_8));
      }
    }
    byte[] payload = changed.payload().getBytes(UTF_8);
    check(record, headers, payload);
    var made =
        new ProducerRecord<>(
            record.topic(), record.partition(), null, record.key(), payload, headers);
    return new Outgoing(was.id(), was.replay(), made, was.weight(), transform.name());
  }

  private void check(ProducerRecord<byte[], byte[]> record, Headers headers, byte[] payload)
      throws Unfit {
    switch (codec.decode(name -> last(headers, name), payload)) {
      case Decoded.Poison(var reason, var detail) ->
          throw new Unfit("the transformation gave no message: " + reason + ", " + detail);
      case Decoded.Readable(Message<?> message) -> {
        Optional<Topic> target = Topics.named(record.topic());
        if (target.isEmpty() || !target.get().carries(message.body().getClass())) {
          throw new Unfit("the transformation gave a message that does not belong on the target");
        }
      }
    }
    byte[] id = last(record.headers(), WireHeaders.ID);
    if (id != null && !Arrays.equals(id, last(headers, WireHeaders.ID))) {
      throw new Unfit("the transformation changed the message's id (ce_id), which must stay");
    }
  }

  private static byte @Nullable [] last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? null : header.value();
  }

  private static Transform.Input input(Outgoing outgoing) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : outgoing.record().headers()) {
      String text = text(header.value());
      if (text != null && HeaderPolicy.keeps(header.key())) {
        headers.put(header.key(), text);
      }
    }
    return new Transform.Input(outgoing.id(), headers, text(outgoing.record().value()));
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
