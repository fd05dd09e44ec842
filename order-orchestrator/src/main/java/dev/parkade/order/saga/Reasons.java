package dev.parkade.order.saga;

/// Why an order was cancelled, as stable codes; participants' refusals keep their own names.
public final class Reasons {

  /// The customer asked for it.
  public static final String CUSTOMER_REQUEST = "CUSTOMER_REQUEST";

  /// A step stayed unanswered, or the whole saga took too long.
  public static final String TIMED_OUT = "TIMED_OUT";

  /// The stock was given back, or was about to be, before the order was paid.
  public static final String HOLD_EXPIRED = "HOLD_EXPIRED";

  /// An operator decided it.
  public static final String OPERATOR_DECISION = "OPERATOR_DECISION";

  private Reasons() {}
}
