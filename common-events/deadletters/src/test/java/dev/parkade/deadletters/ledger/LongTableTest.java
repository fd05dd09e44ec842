package dev.parkade.deadletters.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongTableTest {

  private final LongTable table = new LongTable();

  @Test
  void itSaysWhatAMapWouldSayWhateverIsPutAndRemoved() {
    var random = new Random(7);
    Map<Long, Long> expected = new HashMap<>();

    for (int step = 0; step < 200_000; step++) {
      // few keys, zero among them, so that many removals hit something
      long key = random.nextInt(5_000);
      if (random.nextInt(3) == 0) {
        table.remove(key);
        expected.remove(key);
      } else {
        long value = random.nextLong();
        table.put(key, value, ~value, key);
        expected.put(key, value);
      }
    }

    assertThat(found()).isEqualTo(expected);
    assertThat(table.size()).isEqualTo(expected.size());
    for (long key = 0; key < 5_000; key++) {
      int slot = table.find(key);
      assertThat(slot != LongTable.ABSENT).isEqualTo(expected.containsKey(key));
      if (slot != LongTable.ABSENT) {
        assertThat(table.value(slot, 1)).isEqualTo(~expected.get(key));
        assertThat(table.value(slot, 2)).isEqualTo(key);
      }
    }
  }

  @Test
  void anyNumberIsAKey() {
    table.put(Long.MIN_VALUE, 1, 0, 0);
    table.put(-1, 2, 0, 0);
    table.put(0, 3, 0, 0);

    assertThat(found()).isEqualTo(Map.of(Long.MIN_VALUE, 1L, -1L, 2L, 0L, 3L));
  }

  private Map<Long, Long> found() {
    Map<Long, Long> found = new HashMap<>();
    table.forEach((key, slot) -> found.put(key, table.value(slot, 0)));
    return found;
  }
}
