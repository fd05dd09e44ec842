package dev.parkade.messages.envelope;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The W3C Trace Context header `traceparent`: which trace a message belongs to. One per message.
public record Traceparent(String traceId, String spanId, boolean sampled) {

  private static final Pattern SHAPE =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /// Reads a header; a malformed one is no trace at all, as the W3C text demands, and never an
  /// error.
  public static Optional<Traceparent> parse(String header) {
    if (!SHAPE.matcher(header).matches()) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(header.substring(53), 16) & 1) == 1;
    return Optional.of(new Traceparent(header.substring(3, 35), header.substring(36, 52), sampled));
  }

  /// Starts a new sampled trace.
  public static Traceparent start() {
    return new Traceparent(nonZeroHex() + nonZeroHex(), nonZeroHex(), true);
  }

  /// The same trace, one span further.
  public Traceparent child() {
    return new Traceparent(traceId, nonZeroHex(), sampled);
  }

  /// The header's text.
  public String header() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  private static String nonZeroHex() {
    long bits = ThreadLocalRandom.current().nextLong();
    return HexFormat.of().toHexDigits(bits == 0 ? 1 : bits);
  }
}
