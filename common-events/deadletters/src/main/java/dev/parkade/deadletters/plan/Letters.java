package dev.parkade.deadletters.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/// Dead letters of one partition that are to be sent, in about 25 bytes each: where they
/// stand, what puts them in order, and how much memory it will take to hold them. Their
/// content is read again when it is their turn.
public final class Letters {

  private final TopicPartition partition;
  private int size;
  private long[] offsets = new long[64];
  private long[] origins = new long[64];
  private byte[] topics = new byte[64];
  private int[] replays = new int[64];
  private int[] weights = new int[64];

  Letters(TopicPartition partition) {
    this.partition = partition;
  }

  /// @param topic a number for the origin's topic
  /// @param origin the origin's offset there
  /// @param replay the how many-th replay it is going to be
  /// @param weight bytes that it takes in memory, about
  void add(long offset, byte topic, long origin, int replay, int weight) {
    if (size == offsets.length) {
      int capacity = size + (size >> 1);
      offsets = Arrays.copyOf(offsets, capacity);
      origins = Arrays.copyOf(origins, capacity);
      topics = Arrays.copyOf(topics, capacity);
      replays = Arrays.copyOf(replays, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    offsets[size] = offset;
    topics[size] = topic;
    origins[size] = origin;
    replays[size] = replay;
    weights[size] = weight;
    size++;
  }

  public TopicPartition partition() {
    return partition;
  }

  public int size() {
    return size;
  }

  public long offset(int index) {
    return offsets[index];
  }

  public int replay(int index) {
    return replays[index];
  }

  public int weight(int index) {
    return weights[index];
  }

  /// Their indexes in the order of their origins: that is the order in which a customer's
  /// or an order's messages were written, whenever each of them was given up.
  public int[] inOrder() {
    IntStream all = IntStream.range(0, size);
    return isInOrder() ? all.toArray() : all.boxed().sorted(byOrigin()).mapToInt(i -> i).toArray();
  }

  private boolean isInOrder() {
    for (int i = 1; i < size; i++) {
      if (topics[i] < topics[i - 1]
          || (topics[i] == topics[i - 1] && origins[i] < origins[i - 1])) {
        return false;
      }
    }
    return true;
  }

  private Comparator<Integer> byOrigin() {
    return Comparator.<Integer>comparingInt(i -> topics[i])
        .thenComparingLong(i -> origins[i])
        .thenComparingLong(i -> offsets[i]);
  }
}
