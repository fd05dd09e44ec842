package dev.parkade.deadletters.ledger;

/// A hash table from a number to [#COLUMNS] numbers, in arrays: at most 64 MB for a million
/// entries. Open addressing with linear probing; removal closes the gap, so that it never fills
/// up with what was removed.
final class LongTable {

  static final int COLUMNS = 3;

  /// What [#find] says of a key that is not there.
  static final int ABSENT = -1;

  private static final int SMALLEST = 16;

  @FunctionalInterface
  interface Visitor {
    void visit(long key, int slot);
  }

  // a slot is free if its key is zero; the key zero is stored as this
  private static final long ZERO = 0x9e3779b97f4a7c15L;

  private long[] keys = new long[SMALLEST];
  private long[] values = new long[SMALLEST * COLUMNS];
  private int size;

  int size() {
    return size;
  }

  /// The slot of a key, valid until the next change.
  int find(long key) {
    int slot = probe(stored(key));
    return keys[slot] == 0 ? ABSENT : slot;
  }

  long value(int slot, int column) {
    return values[slot * COLUMNS + column];
  }

  void put(long key, long first, long second, long third) {
    long stored = stored(key);
    int slot = probe(stored);
    if (keys[slot] == 0) {
      if (size + 1 > keys.length * 0.7) {
        grow();
        slot = probe(stored);
      }
      keys[slot] = stored;
      size++;
    }
    fill(slot, first, second, third);
  }

  void remove(long key) {
    int gap = probe(stored(key));
    if (keys[gap] == 0) {
      return;
    }
    size--;
    int mask = keys.length - 1;
    int next = gap;
    while (true) {
      next = (next + 1) & mask;
      if (keys[next] == 0) {
        break;
      }
      int home = home(keys[next]);
      // whatever would be cut off from its home by the gap moves into it
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        keys[gap] = keys[next];
        fill(gap, value(next, 0), value(next, 1), value(next, 2));
        gap = next;
      }
    }
    keys[gap] = 0;
  }

  void forEach(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != 0) {
        visitor.visit(keys[slot] == ZERO ? 0 : keys[slot], slot);
      }
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldValues.length * 2];
    for (int slot = 0; slot < oldKeys.length; slot++) {
      if (oldKeys[slot] != 0) {
        int target = probe(oldKeys[slot]);
        keys[target] = oldKeys[slot];
        System.arraycopy(oldValues, slot * COLUMNS, values, target * COLUMNS, COLUMNS);
      }
    }
  }

  private void fill(int slot, long first, long second, long third) {
    int at = slot * COLUMNS;
    values[at] = first;
    values[at + 1] = second;
    values[at + 2] = third;
  }

  private int probe(long stored) {
    int mask = keys.length - 1;
    int slot = home(stored);
    while (keys[slot] != 0 && keys[slot] != stored) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(long stored) {
    // Fibonacci hashing: offsets come in rows, and rows must not pile up
    return (int) ((stored * ZERO) >>> 32) & (keys.length - 1);
  }

  private static long stored(long key) {
    return key == 0 ? ZERO : key;
  }
}
