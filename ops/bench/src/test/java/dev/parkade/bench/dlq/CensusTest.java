package dev.parkade.bench.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CensusTest {
  @Test
  void findsNothingWhenEveryDeadLetterArrivedOnce() {
    assertThat(Census.of(new byte[] {1, 1, 1})).isEqualTo(new Census(3, 0, 0));
  }

  @Test
  void countsWhatIsMissingAndEveryCopyAfterTheFirst() {
    assertThat(Census.of(new byte[] {0, 3, 1, 0, 2})).isEqualTo(new Census(6, 2, 3));
  }

  @Test
  void tellsTheNumberOfADeadLetterByItsMessageId() {
    assertThat(Seed.numberOf(Seed.idOf(0))).isZero();
    assertThat(Seed.numberOf(Seed.idOf(999_999))).isEqualTo(999_999);
    assertThat(Seed.idOf(1).version()).isEqualTo(7);
    assertThat(Seed.numberOf(UUID.randomUUID())).isNegative();
  }
}
