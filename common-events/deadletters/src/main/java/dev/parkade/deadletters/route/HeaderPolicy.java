package dev.parkade.deadletters.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.wire.WireHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Which headers a replayed record carries: those of its origin, bytes untouched, without
/// what dead-letter, parking, retry and replication tools left on it (a replicator that
/// meets its own header again takes the record for one that it has copied, and drops it).
/// The trace is a new one that links to the old one. Too many headers are cut to those that
/// a message is read by and as many others as fit.
public final class HeaderPolicy {

  /// What the headers of a replayed record have together at most, its own aside.
  public static final int MAX_BYTES = 64 * 1024;

  /// A record with more headers than this was made to hurt.
  private static final int MAX_COUNT = 256;

  private static final int OVERHEAD = 16;

  private static final List<String> DENIED =
      List.of(
          "parkade_dlq_",
          "parkade_parked_",
          ReplayHeaders.PREFIX,
          "kafka_",
          "__",
          "springdeserializer",
          "mm2-",
          "replicator",
          "aws.msk",
          "retry_topic-",
          WireHeaders.TRACEPARENT);

  private HeaderPolicy() {}

  /// What a replayed record says about its replay.
  ///
  /// @param of the dead letter
  /// @param count its how many-th replay
  /// @param run who sent it
  public record Replay(DeadLetterId of, int count, String run) {}

  /// The headers to send it with.
  public static Headers headers(DeadLetter letter, Replay replay, Traceparent trace) {
    Headers headers = kept(letter.record().headers());
    put(headers, WireHeaders.TRACEPARENT, trace.header());
    traceOf(letter).ifPresent(link -> put(headers, ReplayHeaders.TRACE, link.header()));
    put(headers, ReplayHeaders.OF, replay.of().text());
    put(headers, ReplayHeaders.COUNT, Integer.toString(replay.count()));
    put(headers, ReplayHeaders.RUN, replay.run());
    return headers;
  }

  /// Whether a header goes along.
  public static boolean keeps(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return DENIED.stream().noneMatch(lower::startsWith);
  }

  /// The trace that a dead letter had. Only one that can be read: the link is for tools, and
  /// what is no trace is nothing to link to.
  public static Optional<Traceparent> traceOf(DeadLetter letter) {
    return letter.text(WireHeaders.TRACEPARENT).flatMap(Traceparent::parse);
  }

  private static Headers kept(Headers from) {
    List<Header> all = new ArrayList<>();
    for (Header header : from) {
      if (keeps(header.key())) {
        all.add(header);
      }
    }
    return size(all) <= MAX_BYTES && all.size() <= MAX_COUNT
        ? new RecordHeaders(all)
        : new RecordHeaders(cut(from, all));
  }

  private static List<Header> cut(Headers from, List<Header> all) {
    Set<Header> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    int room = MAX_BYTES;
    for (String name : WireHeaders.ALL) {
      Header header = keeps(name) ? from.lastHeader(name) : null;
      if (header != null && size(header) <= room) {
        room -= size(header);
        chosen.add(header);
      }
    }
    for (Header header : all) {
      if (chosen.size() < MAX_COUNT && size(header) <= room && !chosen.contains(header)) {
        room -= size(header);
        chosen.add(header);
      }
    }
    // in their order: the last one of a name is the one that is read
    return all.stream().filter(chosen::contains).toList();
  }

  /// Bytes of memory that the replayed record is going to take, about.
  public static int weight(DeadLetter letter) {
    byte[] key = letter.key();
    byte[] value = letter.value();
    int headers = Math.min(size(letter.record().headers()), MAX_BYTES);
    return 512 + 2 * headers + (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /// Bytes on the wire, or a little more.
  static int size(Iterable<Header> headers) {
    long bytes = 0;
    for (Header header : headers) {
      bytes += size(header);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static int size(Header header) {
    int value = header.value() == null ? 0 : header.value().length;
    return OVERHEAD + 3 * header.key().length() + value;
  }

  private static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
