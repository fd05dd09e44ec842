package dev.parkade.payment.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CustomerTableTest {

  private final CustomerTable table = new CustomerTable(42);

  @Test
  void answersLikeAnOrdinaryMapWhateverTheIdsAndStates() {
    long seed = Long.getLong("parkade.seed", 20261128L);
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Long> expected = new HashMap<>();

    for (int i = 0; i < 200_000; i++) {
      String id = someId(random);
      long state = someState(random);
      table.raise(id, state);
      expected.merge(id, state, Math::max);
    }

    assertThat(table.size()).as("seed %d", seed).isEqualTo(expected.size());
    expected.forEach(
        (id, state) -> assertThat(table.state(id)).as("seed %d, %s", seed, id).isEqualTo(state));
    for (int i = 0; i < 50_000; i++) {
      String id = someId(random);
      assertThat(table.state(id)).as("seed %d, %s", seed, id).isEqualTo(expected.get(id));
    }
  }

  @Test
  void takesTwoTextsOfOneUuidForTwoCustomers() {
    String lower = "0199c0de-0000-7000-8000-00000000abcd";
    table.raise(lower, 3);

    assertThat(table.state(lower.toUpperCase(Locale.ROOT))).isNull();
    assertThat(table.state(lower.replace("-", ""))).isNull();
    assertThat(table.state(lower + " ")).isNull();
  }

  @Test
  void knowsTheUuidOfZeros() {
    String zeros = new UUID(0, 0).toString();
    assertThat(table.state(zeros)).isNull();

    table.raise(zeros, 0);

    assertThat(table.state(zeros)).isZero();
  }

  @Test
  void takesAtMostThirtyTwoBytesPerCustomerHoweverMany() {
    SplittableRandom random = new SplittableRandom(7);
    double most = 0;

    for (int i = 1; i <= 1_000_000; i++) {
      table.raise(new UUID(random.nextLong(), random.nextLong()).toString(), 3);
      if (i >= 1_000) {
        most = Math.max(most, (double) table.bytes() / i);
      }
    }

    assertThat(table.size()).isEqualTo(1_000_000);
    assertThat(most).isLessThanOrEqualTo(32);
  }

  /// Few enough to meet again: UUIDs, their upper-case and shortened forms, and names.
  private static String someId(SplittableRandom random) {
    int number = random.nextInt(20_000);
    String uuid = new UUID(number * 31L, number).toString();
    return switch (random.nextInt(6)) {
      case 0 -> uuid.toUpperCase(Locale.ROOT);
      case 1 -> uuid.substring(1);
      case 2 -> "customer-" + number;
      default -> uuid;
    };
  }

  private static long someState(SplittableRandom random) {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextLong();
      case 1 -> Integer.MAX_VALUE + (long) random.nextInt(-3, 4);
      case 2 -> -random.nextInt(10);
      default -> random.nextInt(1_000);
    };
  }
}
