package dev.parkade.customer.directory;

import dev.parkade.runtime.http.IfMatch;
import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request says about the version that it means.
///
/// @param ifMatch the versions that may be changed
/// @param onlyNew `If-None-Match: *`: register, but do not touch an existing customer
record Precondition(Optional<IfMatch> ifMatch, boolean onlyNew) {

  /// @throws ProblemException for headers that cannot be understood
  static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER, "If-None-Match of a change can only be *");
    }
    return new Precondition(IfMatch.parse(ifMatch), ifNoneMatch != null);
  }

  boolean refuses(long version) {
    return onlyNew || ifMatch.map(m -> !m.matches(version)).orElse(false);
  }
}
