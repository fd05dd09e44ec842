package dev.parkade.deadletters.ledger;

import dev.parkade.deadletters.ledger.LedgerView.Position;
import java.util.List;

/// A letter's state, its replays and where its entry stands, in 64 bits.
final class Packed {

  static final long NONE = -1;

  private static final int OFFSET_BITS = 44;
  private static final int PARTITION_BITS = 8;
  private static final int REPLAY_BITS = 8;
  private static final int MAX_REPLAYS = (1 << REPLAY_BITS) - 1;
  private static final List<LetterState> STATES =
      List.of(LetterState.OPEN, LetterState.REPLAYED, LetterState.DISCARDED, LetterState.EDITED);

  private Packed() {}

  static long of(LetterState state, int replays, Position at) {
    if (at.offset() >>> OFFSET_BITS != 0 || at.partition() >>> PARTITION_BITS != 0) {
      throw new IllegalStateException("the ledger is larger than was thought of: " + at);
    }
    long counted = Math.min(replays, MAX_REPLAYS);
    return (((long) code(state) << REPLAY_BITS | counted) << PARTITION_BITS | at.partition())
            << OFFSET_BITS
        | at.offset();
  }

  /// Whether the ledger can say this of a letter.
  static boolean canHold(LetterState state) {
    return STATES.contains(state);
  }

  static LetterState state(long packed) {
    return STATES.get((int) (packed >>> (OFFSET_BITS + PARTITION_BITS + REPLAY_BITS)));
  }

  static int replays(long packed) {
    return (int) (packed >>> (OFFSET_BITS + PARTITION_BITS)) & MAX_REPLAYS;
  }

  static Position position(long packed) {
    int partition = (int) (packed >>> OFFSET_BITS) & ((1 << PARTITION_BITS) - 1);
    return new Position(partition, packed & ((1L << OFFSET_BITS) - 1));
  }

  private static int code(LetterState state) {
    int code = STATES.indexOf(state);
    if (code < 0) {
      throw new IllegalArgumentException("the ledger does not say " + state);
    }
    return code;
  }
}
