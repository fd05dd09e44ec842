package dev.parkade.messages.envelope;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// The W3C Trace Context header `traceparent`: which trace a message belongs to. One per message.
public record Traceparent(String traceId, String spanId, boolean sampled) {

  private static final String SHAPE = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /// Reads a header; a malformed one is no trace at all, as the W3C text demands, and never an
  /// error.
  public static Optional<Traceparent> parse(String header) {
    if (!hasShape(header)) {
      return Optional.empty();
    }
    String traceId = header.substring(3, 35);
    String spanId = header.substring(36, 52);
    if (traceId.equals(NO_TRACE) || spanId.equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(header.substring(53), 16) & 1) == 1;
    return Optional.of(new Traceparent(traceId, spanId, sampled));
  }

  private static boolean hasShape(String header) {
    if (header.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
      if (SHAPE.charAt(i) == 'x' ? !hex : SHAPE.charAt(i) != c) {
        return false;
      }
    }
    return true;
  }

  /// Starts a new sampled trace.
  public static Traceparent start() {
    return new Traceparent(nonZeroHex() + nonZeroHex(), nonZeroHex(), true);
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
