package dev.parkade.deadletters.ledger;

/// One key of the ledger and what it holds now. The newest entry of a key is all there is of it.
public sealed interface LedgerEntry permits LetterEntry, RunEntry, LeaseEntry, ImportEntry {

  /// The record's key: what it is about.
  String key();

  /// The dead-letter topic that it belongs to.
  String topic();
}
