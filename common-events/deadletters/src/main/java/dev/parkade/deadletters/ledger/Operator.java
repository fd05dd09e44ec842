package dev.parkade.deadletters.ledger;

/// Who uses the tool, and on which machine.
///
/// @param who a name of at most [#MAX_NAME] characters
public record Operator(String who, String host) {

  public static final int MAX_NAME = 100;

  /// @throws IllegalArgumentException if a name is empty, too long or has control characters
  public Operator {
    who = OneLine.of("the name of who does this", who, MAX_NAME);
    host = OneLine.of("the name of the host", host, 255);
  }
}
