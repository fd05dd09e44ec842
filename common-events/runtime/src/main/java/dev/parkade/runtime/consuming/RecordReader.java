package dev.parkade.runtime.consuming;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.runtime.keys.KeyText;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Reads records into messages and finds those that are poison: unreadable, without a key, or of a
/// type that does not belong on their topic. The keys were read by
/// [dev.parkade.runtime.keys.KeyDeserializer].
public final class RecordReader {

  private final MessageCodec codec;

  public RecordReader(MessageCodec codec) {
    this.codec = codec;
  }

  /// Never throws for what a record contains.
  public Decoded read(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null || record.key().isEmpty()) {
      return new Decoded.Poison(DeadLetterReason.NULL_KEY, "the record has no key");
    }
    if (KeyText.isMalformed(record.key())) {
      return new Decoded.Poison(
          DeadLetterReason.MALFORMED_KEY,
          "the key of %d bytes is not UTF-8".formatted(KeyText.bytes(record.key()).length));
    }
    Decoded decoded =
        codec.decode(
            name -> {
              Header header = record.headers().lastHeader(name);
              return header == null ? null : header.value();
            },
            record.value());
    Optional<Topic> topic = Topics.named(record.topic());
    if (decoded instanceof Decoded.Readable(var message)
        && topic.isPresent()
        && !topic.get().carries(message.body().getClass())) {
      return new Decoded.Poison(
          DeadLetterReason.UNEXPECTED_TYPE,
          message.body().getClass().getSimpleName() + " does not belong on " + record.topic());
    }
    return decoded;
  }
}
