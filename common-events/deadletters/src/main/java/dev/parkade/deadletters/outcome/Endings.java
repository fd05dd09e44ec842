package dev.parkade.deadletters.outcome;

import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.List;

/// What was sent and what became of it, per dead letter in about 20 bytes: which replay was
/// sent last, which replay was said to have ended, and how. One table with open addressing.
/// Not thread-safe.
final class Endings {

  // a replay's number and an ending share an int: nobody replays one so often
  private static final int MAX_REPLAY = (1 << 14) - 1;

  private static final int PARTITION_BITS = 14;
  private static final int OFFSET_BITS = 44;

  private static final List<LetterState> ENDS =
      List.of(
          LetterState.HANDLED,
          LetterState.REFUSED,
          LetterState.FAILED_AGAIN,
          LetterState.DUPLICATE);

  private final List<String> topics;
  private final long[] counts = new long[ENDS.size()];
  private long sent;
  private int size;
  private long[] keys = new long[1024];
  private int[] values = new int[1024];

  /// @param topics the dead-letter topics whose letters it takes
  Endings(List<String> topics) {
    this.topics = topics;
  }

  /// A letter was sent.
  void sent(DeadLetterId id, int replay) {
    int at = place(id);
    if (at < 0) {
      return;
    }
    uncount(values[at]);
    values[at] = value(replay, endedReplay(values[at]), ending(values[at]));
    count(values[at]);
  }

  /// Somebody says that a replay has ended.
  ///
  /// @return whether that is news
  boolean ended(DeadLetterId id, int replay, LetterState how) {
    int ending = ENDS.indexOf(how) + 1;
    int at = ending == 0 || replay < 1 || replay > MAX_REPLAY ? -1 : place(id);
    if (at < 0) {
      return false;
    }
    int known = endedReplay(values[at]);
    if (replay < known || (replay == known && !corrects(how, ENDS.get(ending(values[at]) - 1)))) {
      return false;
    }
    uncount(values[at]);
    values[at] = value(sentReplay(values[at]), replay, ending);
    count(values[at]);
    return true;
  }

  /// The first of several that a service says counts, and what it says counts more than a
  /// dead letter, which anybody may have written.
  private static boolean corrects(LetterState said, LetterState known) {
    return known == LetterState.FAILED_AGAIN && said != LetterState.FAILED_AGAIN;
  }

  /// What became of this replay of a letter; REPLAYED if nobody has said it.
  LetterState stateOf(DeadLetterId id, int replay) {
    long key = key(id);
    if (key == 0) {
      return LetterState.REPLAYED;
    }
    int value = values[find(key)];
    return value != 0 && endedReplay(value) == replay
        ? ENDS.get(ending(value) - 1)
        : LetterState.REPLAYED;
  }

  OutcomeCounts counts() {
    long ended = 0;
    for (long count : counts) {
      ended += count;
    }
    return new OutcomeCounts(counts[0], counts[3], counts[1], counts[2], sent - ended);
  }

  private void count(int value) {
    if (sentReplay(value) > 0) {
      sent++;
      if (sentReplay(value) == endedReplay(value)) {
        counts[ending(value) - 1]++;
      }
    }
  }

  private void uncount(int value) {
    if (sentReplay(value) > 0) {
      sent--;
      if (sentReplay(value) == endedReplay(value)) {
        counts[ending(value) - 1]--;
      }
    }
  }

  /// The place of a letter, made if there is none yet; -1 if it is none of these topics.
  private int place(DeadLetterId id) {
    long key = key(id);
    if (key == 0) {
      return -1;
    }
    int at = find(key);
    if (keys[at] == 0) {
      if (size * 5L > keys.length * 3L) {
        grow();
        at = find(key);
      }
      keys[at] = key;
      size++;
    }
    return at;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
    }
  }

  /// Never 0 for a letter of these topics.
  private long key(DeadLetterId id) {
    int topic = topics.indexOf(id.topic());
    boolean fits = id.partition() < 1 << PARTITION_BITS && id.offset() < 1L << OFFSET_BITS;
    return topic < 0 || !fits
        ? 0
        : (long) (topic + 1) << (PARTITION_BITS + OFFSET_BITS)
            | (long) id.partition() << OFFSET_BITS
            | id.offset();
  }

  private static int value(int sentReplay, int endedReplay, int ending) {
    return Math.min(sentReplay, MAX_REPLAY) << 17 | endedReplay << 3 | ending;
  }

  private static int sentReplay(int value) {
    return value >>> 17;
  }

  private static int endedReplay(int value) {
    return value >>> 3 & MAX_REPLAY;
  }

  private static int ending(int value) {
    return value & 7;
  }
}
