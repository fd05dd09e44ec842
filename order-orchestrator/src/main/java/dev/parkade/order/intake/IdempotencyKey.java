package dev.parkade.order.intake;

import dev.parkade.runtime.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;

/// The client's name for one request, however often it sends it.
record IdempotencyKey(String text) {

  private static final Pattern SHAPE = Pattern.compile("[\\x21-\\x7e]{1,255}");

  /// Reads the `Idempotency-Key` headers of a request. The quotes of the header's standard form
  /// are optional and not part of the key.
  ///
  /// @throws ProblemException if there is not exactly one of a usable shape
  static IdempotencyKey of(List<String> headers) {
    String value = headers.isEmpty() ? "" : headers.getFirst().strip();
    if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1);
    }
    if (value.isEmpty()) {
      throw new ProblemException(
          IntakeProblems.KEY_REQUIRED,
          "send the header Idempotency-Key with a value of your own, for example a UUID");
    }
    if (headers.size() > 1 || !SHAPE.matcher(value).matches()) {
      throw new ProblemException(
          IntakeProblems.KEY_INVALID,
          "Idempotency-Key must be one value of 1 to 255 visible ASCII characters without spaces");
    }
    return new IdempotencyKey(value);
  }
}
