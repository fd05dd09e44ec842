package dev.parkade.deadletters.selection;

/// How often a message has been replayed, both ends included.
public record Replays(int min, int max) {

  public Replays {
    if (min < 0 || min > max) {
      throw new IllegalArgumentException("no count of replays: %d to %d".formatted(min, max));
    }
  }

  public boolean contains(int replays) {
    return replays >= min && replays <= max;
  }

  @Override
  public String toString() {
    if (min == max) {
      return Integer.toString(min);
    }
    return max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
  }
}
