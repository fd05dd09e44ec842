package dev.parkade.order.saga;

/// The commands of the saga, in the order in which they are sent when all goes well, and their
/// compensations in the order in which those are sent when it does not.
public enum Step {
  /// First step, undone by [#RELEASE_STOCK].
  RESERVE_STOCK(Kind.COMPENSATABLE),
  /// The pivot, undone by [#REFUND_PAYMENT]. Once it has succeeded the order is no longer
  /// cancellable.
  CHARGE_PAYMENT(Kind.PIVOT),
  /// After the pivot: repeated until it is answered.
  COMMIT_STOCK(Kind.RETRIABLE),
  /// Undoes [#CHARGE_PAYMENT], whether or not it took effect.
  REFUND_PAYMENT(Kind.COMPENSATION),
  /// Undoes [#RESERVE_STOCK], whether or not it took effect.
  RELEASE_STOCK(Kind.COMPENSATION);

  /// What a step means for the saga's way.
  public enum Kind {
    COMPENSATABLE,
    PIVOT,
    RETRIABLE,
    COMPENSATION
  }

  private final Kind kind;

  Step(Kind kind) {
    this.kind = kind;
  }

  /// What this step means for the saga's way.
  public Kind kind() {
    return kind;
  }
}
