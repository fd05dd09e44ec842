package dev.parkade.runtime.deadletter;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.wire.Decoded;
import org.jspecify.annotations.Nullable;

/// Why a record is given up.
///
/// @param detail one sentence for people, with ids and without payload
/// @param thrown null if nothing was
public record Failure(
    DeadLetterReason reason, String detail, Tries tries, @Nullable Thrown thrown) {

  private static final int MAX_MESSAGE = 200;

  /// The exception at the root: what wraps it says less.
  ///
  /// @param message its first line, cut: what follows may repeat the record's content
  public record Thrown(Class<? extends Throwable> type, String message) {

    static Thrown of(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String text = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
      String line = text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
      return new Thrown(root.getClass(), line);
    }
  }

  /// Nothing was thrown.
  public Failure(DeadLetterReason reason, String detail, Tries tries) {
    this(reason, detail, tries, null);
  }

  /// A record that is given up as soon as it is looked at.
  public static Failure at(DeadLetterReason reason, String detail) {
    return new Failure(reason, detail, Tries.ONE);
  }

  /// A record that no attempt can process.
  public static Failure of(Decoded.Poison poison) {
    return at(poison.reason(), poison.detail());
  }

  /// A record that could be read and not handled.
  public static Failure of(Throwable failure, Tries tries) {
    Thrown root = Thrown.of(failure);
    return new Failure(
        DeadLetterReason.HANDLER_FAILED,
        root.type().getSimpleName() + ": " + root.message(),
        tries,
        root);
  }
}
