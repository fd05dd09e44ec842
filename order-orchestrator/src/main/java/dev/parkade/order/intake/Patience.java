package dev.parkade.order.intake;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a client is willing to wait for the order's end (RFC 7240, `Prefer: wait=seconds`).
/// A preference that cannot be read is ignored, as that text demands.
record Patience(Duration limit) {

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|,)\\s*wait\\s*=\\s*\"?(\\d+)\"?\\s*(?:[,;]|$)", Pattern.CASE_INSENSITIVE);

  static Patience of(List<String> preferHeaders) {
    Matcher wait = WAIT.matcher(String.join(",", preferHeaders));
    if (!wait.find()) {
      return new Patience(Duration.ZERO);
    }
    var asked = new BigInteger(wait.group(1)).min(BigInteger.valueOf(LONGEST.toSeconds()));
    return new Patience(Duration.ofSeconds(asked.longValueExact()));
  }

  boolean isNone() {
    return limit.isZero();
  }

  /// The `Preference-Applied` header.
  String applied() {
    return "wait=" + limit.toSeconds();
  }
}
