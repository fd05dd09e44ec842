package dev.parkade.payment.customers;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map from customer id to a state that only grows, made for millions of ids that are UUIDs: 20
/// bytes a slot, at most [#MOST_FULL] of the slots taken, and never much fewer. An id that is no
/// UUID, or a state that is no small number, is kept exactly as well, in an ordinary map.
///
/// Nothing is ever removed. While it grows, the old and the new slots exist side by side.
final class CustomerTable {

  /// Fuller, and the search for an id that is not there becomes long.
  private static final double MOST_FULL = 0.85;

  /// Small steps, because every empty slot costs; doubling would waste half of them.
  private static final double GROWTH = 1.25;

  private static final int FIRST_SLOTS = 64;
  private static final int BYTES_PER_SLOT = 2 * Long.BYTES + Integer.BYTES;

  /// What an entry of the ordinary map costs besides its text: node, string, boxed state.
  private static final int BYTES_PER_OTHER = 104;

  private static final int FREE = 0;

  /// The state of this id is in the ordinary map.
  private static final int ELSEWHERE = -1;

  private final long seed;
  private final Map<String, Long> others = new HashMap<>();
  private long othersBytes;
  private long[] ids = new long[2 * FIRST_SLOTS];

  /// The state plus one; [#FREE] or [#ELSEWHERE].
  private int[] states = new int[FIRST_SLOTS];

  private int taken;
  private int uuidsElsewhere;

  /// @param seed any number; keeps ids that clients chose from colliding on purpose
  CustomerTable(long seed) {
    this.seed = seed;
  }

  /// Stores the state, unless a higher one is stored.
  void raise(String id, long state) {
    if (!CanonicalUuid.matches(id)) {
      raiseElsewhere(id, state);
      return;
    }
    int slot = slot(CanonicalUuid.high(id), CanonicalUuid.low(id));
    boolean small = state >= 0 && state < Integer.MAX_VALUE;
    if (states[slot] == FREE) {
      take(slot, id, small ? (int) state + 1 : ELSEWHERE);
      if (!small) {
        uuidsElsewhere++;
        raiseElsewhere(id, state);
      }
    } else if (states[slot] == ELSEWHERE) {
      raiseElsewhere(id, state);
    } else if (small) {
      states[slot] = Math.max(states[slot], (int) state + 1);
    } else if (state > states[slot] - 1) {
      states[slot] = ELSEWHERE;
      uuidsElsewhere++;
      raiseElsewhere(id, state);
    }
  }

  /// The state of an id; null if it was never stored.
  @Nullable Long state(String id) {
    if (!CanonicalUuid.matches(id)) {
      return others.get(id);
    }
    int state = states[slot(CanonicalUuid.high(id), CanonicalUuid.low(id))];
    if (state == FREE) {
      return null;
    }
    return state == ELSEWHERE ? others.get(id) : Long.valueOf(state - 1);
  }

  int size() {
    return taken + others.size() - uuidsElsewhere;
  }

  /// Heap that it takes: exact for the slots, an estimate for what is in the ordinary map.
  long bytes() {
    return (long) states.length * BYTES_PER_SLOT + othersBytes;
  }

  private void raiseElsewhere(String id, long state) {
    if (others.put(id, Math.max(state, others.getOrDefault(id, state))) == null) {
      othersBytes += BYTES_PER_OTHER + id.length();
    }
  }

  private void take(int slot, String id, int state) {
    ids[2 * slot] = CanonicalUuid.high(id);
    ids[2 * slot + 1] = CanonicalUuid.low(id);
    states[slot] = state;
    taken++;
    if (taken > states.length * MOST_FULL) {
      grow();
    }
  }

  /// Where this id is, or where it belongs.
  private int slot(long high, long low) {
    int slots = states.length;
    int slot = (int) Math.unsignedMultiplyHigh(mix(high, low), slots);
    while (states[slot] != FREE && (ids[2 * slot] != high || ids[2 * slot + 1] != low)) {
      slot++;
      if (slot == slots) {
        slot = 0;
      }
    }
    return slot;
  }

  private long mix(long high, long low) {
    return scramble(scramble(high ^ seed) + low);
  }

  /// The finaliser of SplitMix64: every bit of the argument moves every bit of the result.
  private static long scramble(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private void grow() {
    long[] oldIds = ids;
    int[] oldStates = states;
    int slots = (int) Math.min(Math.ceil(oldStates.length * GROWTH), (1 << 30) - 1);
    ids = new long[2 * slots];
    states = new int[slots];
    for (int old = 0; old < oldStates.length; old++) {
      if (oldStates[old] != FREE) {
        int slot = slot(oldIds[2 * old], oldIds[2 * old + 1]);
        ids[2 * slot] = oldIds[2 * old];
        ids[2 * slot + 1] = oldIds[2 * old + 1];
        states[slot] = oldStates[old];
      }
    }
  }
}
