package dev.parkade.payment.charging;

import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCommand;
import dev.parkade.messages.payment.RefundPayment;
import org.jspecify.annotations.Nullable;

/// What a command may still do, given what has been decided about its order: the fence. Pure, and
/// defined for every pair of status and command.
enum Ruling {
  /// First time, or nobody knows how the last time ended: take the money.
  CHARGE,
  /// A duplicate of a charge that was made.
  REPEAT_CHARGED,
  /// A duplicate of a charge that was refused.
  REPEAT_REFUSED,
  /// Suspension: the order was refunded or voided, so the charge must not happen any more.
  REFUSE_AS_VOIDED,
  /// Empty rollback: nothing was taken, and nothing may be from now on.
  VOID,
  /// The provider must say what it holds, give it back, and take nothing any more.
  UNDO,
  /// Give the money back.
  GIVE_BACK,
  /// A duplicate of a refund that was made.
  REPEAT_REFUNDED,
  /// There is nothing to give back, and nothing to remember.
  REPEAT_NOTHING_TAKEN;

  /// @param status null if nothing has been decided about the order
  static Ruling on(@Nullable PaymentStatus status, PaymentCommand command) {
    return switch (command) {
      case ChargePayment _ -> onCharge(status);
      case RefundPayment _ -> onRefund(status);
    };
  }

  private static Ruling onCharge(@Nullable PaymentStatus status) {
    return switch (status) {
      case null -> CHARGE;
      case UNCERTAIN -> CHARGE;
      case CHARGED -> REPEAT_CHARGED;
      case REFUSED -> REPEAT_REFUSED;
      case REFUNDED, VOIDED -> REFUSE_AS_VOIDED;
    };
  }

  private static Ruling onRefund(@Nullable PaymentStatus status) {
    return switch (status) {
      case null -> VOID;
      case UNCERTAIN -> UNDO;
      case CHARGED -> GIVE_BACK;
      case REFUNDED -> REPEAT_REFUNDED;
      case REFUSED, VOIDED -> REPEAT_NOTHING_TAKEN;
    };
  }
}
