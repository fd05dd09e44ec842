package dev.parkade.runtime.operators;

import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.ledger.Reason;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who does something over REST, and why: both stay on the ledger.
record Author(Operator operator, Reason why) {

  /// Reads what a request says.
  ///
  /// @param host what stands on the ledger for the machine
  /// @throws ProblemException if one of them is missing, or nothing that the ledger can keep
  static Author of(@Nullable String who, @Nullable String why, String host) {
    List<String> missing = new ArrayList<>();
    if (who == null || who.isBlank()) {
      missing.add("who");
    }
    if (why == null || why.isBlank()) {
      missing.add("why");
    }
    if (who == null || why == null || !missing.isEmpty()) {
      throw new ProblemException(
          WriteProblems.REASON_MISSING,
          "the request does not say " + String.join(" and ", missing) + "; nothing was changed",
          Map.of("missing", missing));
    }
    return new Author(
        checked("/who", () -> new Operator(who, host)), checked("/why", () -> new Reason(why)));
  }

  private static <T> T checked(String pointer, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      String wrong = String.valueOf(e.getMessage());
      throw new ProblemException(
          CommonProblems.INVALID_FIELD,
          wrong,
          Map.of("errors", List.of(Map.of("pointer", pointer, "detail", wrong))));
    }
  }
}
