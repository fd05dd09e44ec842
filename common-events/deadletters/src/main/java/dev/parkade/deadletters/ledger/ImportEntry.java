package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.time.Instant;

/// A dead letter from a file stands on its topic, so that the same file adds nothing a second time.
///
/// @param digest of what the file says of it
/// @param letter what it became
public record ImportEntry(Digest digest, DeadLetterId letter, String run, Instant at)
    implements LedgerEntry {

  static final String PREFIX = "import:";

  @Override
  public String key() {
    return PREFIX + letter.topic() + ":" + digest.text();
  }

  @Override
  public String topic() {
    return letter.topic();
  }
}
