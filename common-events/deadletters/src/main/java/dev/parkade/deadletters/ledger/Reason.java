package dev.parkade.deadletters.ledger;

/// Why somebody does something with dead letters. Whoever reads the audit later has only this.
///
/// @param text at most [#MAX_LENGTH] characters on one line
public record Reason(String text) {

  public static final int MAX_LENGTH = 500;

  /// @throws IllegalArgumentException if it is empty, too long or has control characters
  public Reason {
    text = OneLine.of("the reason", text, MAX_LENGTH);
  }
}
