package dev.parkade.payment.gateway;

/// What follows from a provider's answer to a charge: the decision table of fail-over. Pure.
///
/// Another provider is asked only when it is certain that this one has taken nothing and never
/// will. The answer to *this* request is not enough for that: an earlier request, before a crash or
/// in an earlier attempt, may have taken the money, so a refused connection counts only if nobody
/// can have asked before.
///
/// | answer | another provider left | none left |
/// |---|---|---|
/// | approved, declined | that is the answer | that is the answer |
/// | withdrawn | ask the other | that is the answer |
/// | unavailable, not asked; nobody asked before | ask the other | nobody holds the money |
/// | unavailable, not asked; asked before | uncertain | uncertain |
/// | ambiguous | withdraw, then decide | uncertain |
sealed interface NextStep {

  /// The charge is answered.
  record Answer(Outcome outcome) implements NextStep {}

  /// The charge is answered, and certainly no provider holds its money.
  record NobodyHolds(Outcome outcome) implements NextStep {}

  /// This provider holds nothing and never will: the next one may be asked.
  record AskNext(String detail) implements NextStep {}

  /// Only the provider knows: it must say what it has done, and do nothing any more.
  record Withdraw(Outcome.Ambiguous outcome) implements NextStep {}

  /// @param clean whether nobody can have asked this provider before
  /// @param last whether no other provider is left
  static NextStep after(Outcome outcome, boolean clean, boolean last) {
    return switch (outcome) {
      case Outcome.Approved approved -> new Answer(approved);
      case Outcome.Declined declined -> new Answer(declined);
      case Outcome.Withdrawn(var detail) -> last ? new Answer(outcome) : new AskNext(detail);
      case Outcome.Unavailable(var detail) -> afterNothing(outcome, detail, clean, last);
      case Outcome.NotAsked(var detail) -> afterNothing(outcome, detail, clean, last);
      case Outcome.Ambiguous ambiguous -> last ? new Answer(ambiguous) : new Withdraw(ambiguous);
    };
  }

  /// @param ambiguous what led to the withdrawal
  /// @param settled what the withdrawal came to
  static NextStep afterWithdrawal(Outcome.Ambiguous ambiguous, Outcome settled) {
    return switch (settled) {
      case Outcome.Approved approved -> new Answer(approved);
      case Outcome.Declined declined -> new Answer(declined);
      case Outcome.Withdrawn(var detail) -> new AskNext(detail);
      case Outcome.Unavailable _, Outcome.NotAsked _, Outcome.Ambiguous _ -> new Answer(ambiguous);
    };
  }

  private static NextStep afterNothing(
      Outcome outcome, String detail, boolean clean, boolean last) {
    if (!clean) {
      return new Answer(
          new Outcome.Ambiguous("an earlier request may have taken the money; now: " + detail));
    }
    return last ? new NobodyHolds(outcome) : new AskNext(detail);
  }
}
