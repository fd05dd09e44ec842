package dev.parkade.deadletters.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.Origin;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.MessageTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the way back in by the catalogue alone. Headers are anybody's words: a topic that
/// they name is taken only if the service whose dead-letter topic this is reads it, and the
/// partition is the one where the dead letter stands, never one that it says.
///
/// A payment goes to `payment.parked`, charge or refund: its gate takes what others write
/// there like what it parked itself. There it has no origin offset, since the gate takes a
/// record with one that it has read for a copy of something settled. So it stands behind
/// what waits, and those that arrive together stand by their command ids, which are ordered
/// by time (UUIDv7). What is no payment command would only become a dead letter again, and
/// is refused.
public final class Routes {

  private record Way(String group, Topic in, List<Topic> read) {}

  private static final Map<String, Way> WAYS =
      Map.of(
          Topics.PAYMENT_DLQ.name(),
              new Way(
                  "payment-service",
                  Topics.PAYMENT_PARKED,
                  List.of(Topics.PAYMENT_COMMANDS, Topics.PAYMENT_PARKED)),
          Topics.INVENTORY_DLQ.name(),
              new Way(
                  "inventory-service",
                  Topics.INVENTORY_COMMANDS,
                  List.of(Topics.INVENTORY_COMMANDS)),
          Topics.ORDER_DLQ.name(),
              new Way("order-orchestrator", Topics.ORDER_REPLIES, List.of(Topics.ORDER_REPLIES)));

  /// The dead-letter topics of the catalogue.
  public static final List<String> TOPICS = WAYS.keySet().stream().sorted().toList();

  /// Below `max.message.bytes` of any topic that is not a DLQ, with room for what a replay
  /// adds.
  private static final int MAX_BYTES = 1_000_000;

  private final boolean toOrigin;

  private Routes(boolean toOrigin) {
    this.toOrigin = toOrigin;
  }

  /// To the way in that only the letter's own service reads.
  public static Routes toService() {
    return new Routes(false);
  }

  /// To the topic where it came from, which other groups may read as well; see
  /// [TopicReaders].
  public static Routes toOrigin() {
    return new Routes(true);
  }

  /// Names of every target that letters of these dead-letter topics can have.
  public List<String> targets(Iterable<String> deadLetterTopics) {
    List<String> targets = new ArrayList<>();
    deadLetterTopics.forEach(topic -> targetsOf(topic).forEach(t -> targets.add(t.name())));
    return targets;
  }

  /// Every target that letters of a dead-letter topic can have; none if the topic is
  /// nobody's.
  public List<Topic> targetsOf(String deadLetterTopic) {
    Way way = WAYS.get(deadLetterTopic);
    if (way == null) {
      return List.of();
    }
    return toOrigin ? way.read() : List.of(way.in());
  }

  /// The consumer group of the service whose dead-letter topic this is; empty if it is
  /// nobody's.
  public static Optional<String> groupOf(String deadLetterTopic) {
    return Optional.ofNullable(WAYS.get(deadLetterTopic)).map(Way::group);
  }

  /// Where this one goes. Never throws for what a record contains.
  public Route of(DeadLetter letter) {
    Way way = WAYS.get(letter.record().topic());
    Optional<Origin> origin = letter.origin();
    if (way == null || origin.isEmpty()) {
      return new Route.Refused(Refusal.NO_ORIGIN);
    }
    Optional<Topic> from = Topics.named(origin.get().topic());
    if (from.isPresent() && from.get().bodies().contains(CustomerEvent.class)) {
      return new Route.Refused(Refusal.COMPACTED_ORIGIN);
    }
    if (from.isEmpty() || !way.read().contains(from.get())) {
      return new Route.Refused(Refusal.FOREIGN_ORIGIN);
    }
    if (letter.isCut()) {
      return new Route.Refused(Refusal.CUT);
    }
    return to(letter, toOrigin ? from.get() : way.in(), way.group());
  }

  private static Route to(DeadLetter letter, Topic target, String group) {
    byte[] value = letter.value();
    if (value == null) {
      return new Route.Refused(Refusal.NO_PAYLOAD);
    }
    Optional<Class<? extends MessageBody>> type = letter.type().flatMap(MessageTypes::bodyOf);
    if (type.isPresent() && !target.carries(type.get())) {
      return new Route.Refused(Refusal.WRONG_TYPE);
    }
    if (letter.record().partition() >= target.partitions()) {
      return new Route.Refused(Refusal.NO_SUCH_PARTITION);
    }
    boolean parked = target.equals(Topics.PAYMENT_PARKED);
    byte[] key = parked ? commandId(letter) : letter.key();
    if (key == null) {
      return new Route.Refused(parked ? Refusal.NO_COMMAND_ID : Refusal.NO_KEY);
    }
    var to = new Route.To(target.name(), letter.record().partition(), key, group);
    return fits(letter, key, value) ? to : new Route.Refused(Refusal.TOO_LARGE);
  }

  private static boolean fits(DeadLetter letter, byte[] key, byte[] value) {
    int headers = HeaderPolicy.size(letter.record().headers());
    // what the policy keeps of them fits in any case
    return (long) key.length + value.length + Math.min(headers, HeaderPolicy.MAX_BYTES)
        <= MAX_BYTES;
  }

  /// Only in its canonical form: the gate compares texts, and compaction compares bytes.
  private static byte @Nullable [] commandId(DeadLetter letter) {
    String text = letter.messageId().orElse("");
    try {
      return MessageId.of(text).text().getBytes(UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
