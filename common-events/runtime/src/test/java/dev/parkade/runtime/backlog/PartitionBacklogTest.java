package dev.parkade.runtime.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionBacklogTest {

  private final PartitionBacklog partition = new PartitionBacklog();

  @Test
  void whatNobodyHasDealtWithIsOpen() {
    partition.begin(100, 105);

    partition.dealtWith(100);
    partition.dealtWith(103);

    assertThat(partition.open()).isEqualTo(3);
    assertThat(partition.first()).isEqualTo(101);
  }

  @Test
  void nothingIsOpenWhereNothingStands() {
    partition.begin(7, 7);

    assertThat(partition.open()).isZero();
    assertThat(partition.first()).isEqualTo(7);
  }

  @Test
  void whatRetentionHasRemovedOrIsYetToComeCountsForNothing() {
    partition.begin(100, 105);

    partition.dealtWith(3);
    partition.dealtWith(105);
    partition.dealtWith(Long.MAX_VALUE - 1);

    assertThat(partition.open()).isEqualTo(5);
  }

  @Test
  void markersOfTransactionsAreNoLettersOnceTheyAreKnown() {
    partition.begin(0, 4);
    partition.dealtWith(0);
    partition.hole(1, 2);
    partition.hole(3, 4);

    assertThat(partition.open()).isEqualTo(1);
    assertThat(partition.first()).isEqualTo(2);

    // the next reading knows them still
    partition.begin(0, 5);
    partition.dealtWith(0);
    partition.dealtWith(2);
    assertThat(partition.open()).isEqualTo(1);
    assertThat(partition.first()).isEqualTo(4);
  }

  @Test
  void theTimeOfTheFirstOneIsReadOnce() {
    partition.begin(0, 2);

    partition.remember(0, 1_000);

    assertThat(partition.timeOf(0)).isEqualTo(1_000);
    assertThat(partition.timeOf(1)).isNull();
  }
}
