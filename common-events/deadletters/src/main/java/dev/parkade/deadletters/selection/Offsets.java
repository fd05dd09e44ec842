package dev.parkade.deadletters.selection;

/// Offsets of one partition of a dead-letter topic.
///
/// @param from the first one
/// @param before the first one behind them
public record Offsets(int partition, long from, long before) {

  public Offsets {
    if (partition < 0 || from < 0 || from >= before) {
      throw new IllegalArgumentException(
          "no offsets: partition %d from %d to before %d".formatted(partition, from, before));
    }
  }

  public boolean contains(int partition, long offset) {
    return partition == this.partition && offset >= from && offset < before;
  }

  @Override
  public String toString() {
    return partition + "@" + from + ".." + before;
  }
}
