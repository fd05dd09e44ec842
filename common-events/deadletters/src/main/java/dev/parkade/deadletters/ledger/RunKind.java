package dev.parkade.deadletters.ledger;

/// What a run does.
public enum RunKind {
  REPLAY,
  DISCARD,
  RESTORE,
  EDIT,
  IMPORT
}
