package dev.parkade.runtime.deadletter;

import dev.parkade.messages.deadletter.ReplayHeaders;
import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.messages.wire.WireHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.ByteUtils;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Copies the headers of a record to the record that takes its place. Headers are whatever somebody
/// sent: a copy of too many would not fit, and a record that cannot be moved would stop everybody
/// behind it.
public final class OriginHeaders {

  /// What a message is read by, and by what a replay is found again.
  private static final Set<String> FIRST = first();

  private OriginHeaders() {}

  /// Copies all of them, or, if they are too large, those that a message is read by and as many of
  /// the others as fit. A record belongs to one trace: of several `traceparent` the last is copied.
  ///
  /// @param ownPrefix headers that begin with it describe the place, and are left behind
  /// @param room for how many bytes there is room
  /// @return how many were left out because they did not fit
  public static int copy(Headers from, Headers to, String ownPrefix, int room) {
    Header trace = from.lastHeader(WireHeaders.TRACEPARENT);
    List<Header> all = new ArrayList<>();
    long bytes = 0;
    for (Header header : from) {
      if (!header.key().startsWith(ownPrefix) && !isEarlierTrace(header, trace)) {
        all.add(header);
        bytes += bytes(header);
      }
    }
    if (bytes <= room) {
      all.forEach(to::add);
      return 0;
    }
    Set<Header> kept = new HashSet<>();
    int left = room;
    for (String name : FIRST) {
      Header header = from.lastHeader(name);
      if (header != null && bytes(header) <= 2 * MessageCodec.MAX_HEADER_BYTES) {
        kept.add(header);
        left -= bytes(header);
        to.add(header);
      }
    }
    int dropped = 0;
    for (Header header : all) {
      // an earlier one of a name that counts would be read instead of the last
      if (!FIRST.contains(header.key()) && bytes(header) <= left) {
        left -= bytes(header);
        to.add(header);
      } else if (!kept.contains(header)) {
        dropped++;
      }
    }
    return dropped;
  }

  /// Two of them may be equal, so it is the object that counts.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isEarlierTrace(Header header, @Nullable Header last) {
    return header != last && header.key().equals(WireHeaders.TRACEPARENT);
  }

  /// How many bytes these headers take in a record.
  static int bytes(Headers headers) {
    int bytes = 0;
    for (Header header : headers) {
      bytes += bytes(header);
    }
    return bytes;
  }

  private static int bytes(Header header) {
    int name = Utils.utf8Length(header.key());
    int value = header.value() == null ? 0 : header.value().length;
    return ByteUtils.sizeOfVarint(name) + name + ByteUtils.sizeOfVarint(value) + value;
  }

  private static Set<String> first() {
    Set<String> names = new LinkedHashSet<>(WireHeaders.ALL);
    names.addAll(
        List.of(ReplayHeaders.OF, ReplayHeaders.COUNT, ReplayHeaders.RUN, ReplayHeaders.TRACE));
    return names;
  }
}
