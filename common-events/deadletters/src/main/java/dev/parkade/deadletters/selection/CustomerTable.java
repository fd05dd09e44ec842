package dev.parkade.deadletters.selection;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// The customers that somebody asks about, by partition and id, and the newest that is known about
/// each: exact ids one after the other in one array, found by open addressing. About 70 bytes for a
/// UUID, so a million of them fit where memory is short. Only grows. Not thread-safe.
final class CustomerTable {

  static final int ABSENT = -1;

  private static final long NEVER = -1;

  // clients may choose ids: without a secret they could choose some that fall on one slot
  private final long seed = ThreadLocalRandom.current().nextLong();

  private int size;
  private int[] slots = emptySlots(1024);
  private byte[] ids = new byte[16 * 1024];
  private int[] ends = new int[512];
  private int[] partitions = new int[512];
  private ReadyState[] states = new ReadyState[512];
  private long[] versions = new long[512];

  int size() {
    return size;
  }

  /// Asks about this one, once or again.
  void add(int partition, byte[] id) {
    int slot = slotOf(partition, id);
    if (slots[slot] != ABSENT) {
      return;
    }
    int start = startOf(size);
    int end = Math.addExact(start, id.length);
    if (end > ids.length) {
      ids = Arrays.copyOf(ids, grown(ids.length, end));
    }
    if (size == ends.length) {
      int capacity = grown(size, size + 1);
      ends = Arrays.copyOf(ends, capacity);
      partitions = Arrays.copyOf(partitions, capacity);
      states = Arrays.copyOf(states, capacity);
      versions = Arrays.copyOf(versions, capacity);
    }
    System.arraycopy(id, 0, ids, start, id.length);
    ends[size] = end;
    partitions[size] = partition;
    slots[slot] = size;
    forget(size++);
    if (size * 2 > slots.length) {
      rehash();
    }
  }

  /// Its entry, or [#ABSENT] if nobody asked about it.
  int find(int partition, byte[] id) {
    return slots[slotOf(partition, id)];
  }

  /// Takes note of what is known, unless something newer is.
  void learn(int entry, ReadyState state, long version) {
    if (version >= versions[entry]) {
      versions[entry] = version;
      states[entry] = state;
    }
  }

  /// What was known is not true any more.
  void forget(int entry) {
    versions[entry] = NEVER;
    states[entry] = ReadyState.CUSTOMER_UNKNOWN;
  }

  ReadyState state(int entry) {
    return states[entry];
  }

  private int slotOf(int partition, byte[] id) {
    int mask = slots.length - 1;
    int slot = hash(partition, id, 0, id.length) & mask;
    while (slots[slot] != ABSENT && !isAt(slots[slot], partition, id)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private boolean isAt(int entry, int partition, byte[] id) {
    return partitions[entry] == partition
        && Arrays.equals(ids, startOf(entry), ends[entry], id, 0, id.length);
  }

  private void rehash() {
    slots = emptySlots(Math.multiplyExact(slots.length, 2));
    int mask = slots.length - 1;
    for (int entry = 0; entry < size; entry++) {
      int slot = hash(partitions[entry], ids, startOf(entry), ends[entry]) & mask;
      while (slots[slot] != ABSENT) {
        slot = slot + 1 & mask;
      }
      slots[slot] = entry;
    }
  }

  private int startOf(int entry) {
    return entry == 0 ? 0 : ends[entry - 1];
  }

  private int hash(int partition, byte[] bytes, int from, int to) {
    long hash = seed + partition;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) (hash ^ hash >>> 17);
  }

  private static int grown(int length, int atLeast) {
    return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(atLeast, length + (long) length / 2));
  }

  private static int[] emptySlots(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, ABSENT);
    return slots;
  }
}
