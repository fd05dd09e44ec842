package dev.parkade.deadletters.ledger;

/// What a session does about others that are, or may be, at the same dead letters.
public enum Claim {
  /// Is refused while somebody else's lease is live. For people.
  IF_FREE,
  /// Stops whoever is there.
  TAKE_OVER,
  /// Says that it comes, waits some seconds, and gives way to whoever has come by then, so that it
  /// does not fence somebody who has looked and has not signed yet. For what runs by itself.
  GIVING_WAY
}
