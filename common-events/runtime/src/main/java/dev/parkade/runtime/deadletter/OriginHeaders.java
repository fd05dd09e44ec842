package dev.parkade.runtime.deadletter;

import dev.parkade.messages.wire.MessageCodec;
import dev.parkade.messages.wire.WireHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Copies the headers of a record to the record that takes its place. Headers are whatever somebody
/// sent: a copy of too many would not fit, and a record that cannot be moved would stop everybody
/// behind it.
public final class OriginHeaders {

  /// Leaves room for the payload below the `max.message.bytes` of any topic.
  public static final int MAX_BYTES = 64 * 1024;

  /// Length fields, and a character that becomes three bytes.
  private static final int OVERHEAD = 16;

  private static final int MAX_BYTES_PER_CHARACTER = 3;

  private OriginHeaders() {}

  /// Copies all of them, or, if they are too large, those that a message is read by and as many of
  /// the others as fit.
  ///
  /// @param ownPrefix headers that begin with it describe the place, and are left behind
  /// @return how many were left out because they did not fit
  public static int copy(Headers from, Headers to, String ownPrefix) {
    List<Header> all = new ArrayList<>();
    long bytes = 0;
    for (Header header : from) {
      if (!header.key().startsWith(ownPrefix)) {
        all.add(header);
        bytes += size(header);
      }
    }
    if (bytes <= MAX_BYTES) {
      all.forEach(to::add);
      return 0;
    }
    Set<Header> kept = new HashSet<>();
    int room = MAX_BYTES;
    for (String name : WireHeaders.ALL) {
      Header header = from.lastHeader(name);
      if (header != null && size(header) <= 2 * MessageCodec.MAX_HEADER_BYTES) {
        kept.add(header);
        room -= size(header);
        to.add(header);
      }
    }
    int left = 0;
    for (Header header : all) {
      // an earlier one of a name that counts would be read instead of the last
      boolean shadowed = WireHeaders.ALL.contains(header.key());
      if (!shadowed && size(header) <= room) {
        room -= size(header);
        to.add(header);
      } else if (!kept.contains(header)) {
        left++;
      }
    }
    return left;
  }

  private static int size(Header header) {
    int value = header.value() == null ? 0 : header.value().length;
    return OVERHEAD + MAX_BYTES_PER_CHARACTER * header.key().length() + value;
  }
}
