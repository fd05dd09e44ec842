package dev.parkade.deadletters.replay;

import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.plan.Letters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The letters of one partition on their way out, in the order of their origins. Their
/// content is fetched in chunks of so many bytes.
final class Lane {

  private final Letters letters;
  private final String run;
  private final Fetcher fetcher;
  private final Packing packing;
  private final ReplayListener listener;
  private final long chunkBytes;
  private final int[] order;
  private int fetched;
  private long vanished;
  private final ArrayDeque<Outgoing> ready = new ArrayDeque<>();

  Lane(
      Letters letters,
      String run,
      Fetcher fetcher,
      Packing packing,
      ReplayListener listener,
      long chunkBytes) {
    this.letters = letters;
    this.run = run;
    this.fetcher = fetcher;
    this.packing = packing;
    this.listener = listener;
    this.chunkBytes = chunkBytes;
    this.order = letters.inOrder();
  }

  String topic() {
    return letters.partition().topic();
  }

  /// How many are not there any more.
  long vanished() {
    return vanished;
  }

  /// The next ones; none if all are through.
  List<Outgoing> take(int count, long bytes) {
    while (ready.isEmpty() && fetched < order.length) {
      fetch();
    }
    List<Outgoing> taken = new ArrayList<>(Math.min(count, ready.size()));
    long weight = 0;
    while (taken.size() < count && !ready.isEmpty()) {
      weight += ready.getFirst().weight();
      if (weight > bytes && !taken.isEmpty()) {
        break;
      }
      taken.add(ready.removeFirst());
    }
    return taken;
  }

  private void fetch() {
    int from = fetched;
    long weight = 0;
    while (fetched < order.length && (fetched == from || weight < chunkBytes)) {
      weight += letters.weight(order[fetched]);
      fetched++;
    }
    int count = fetched - from;
    // ranks by offset: the log is read upwards, whatever the order of the origins
    Integer[] ranks = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    Arrays.sort(ranks, Comparator.comparingLong(rank -> letters.offset(order[from + rank])));
    long[] offsets = new long[count];
    Arrays.setAll(offsets, i -> letters.offset(order[from + ranks[i]]));
    var packed = new @Nullable Outgoing[count];
    var there = new boolean[count];
    fetcher.read(
        letters.partition(),
        offsets,
        (i, record) -> {
          int rank = ranks[i];
          there[rank] = true;
          int replay = letters.replay(order[from + rank]);
          Outgoing outgoing = packing.pack(new DeadLetter(record), replay, run);
          if (outgoing != null) {
            packed[rank] = outgoing;
          }
        });
    for (int rank = 0; rank < count; rank++) {
      if (!there[rank]) {
        vanish(letters.offset(order[from + rank]));
      }
    }
    List<Outgoing> whole = new ArrayList<>(count);
    for (Outgoing outgoing : packed) {
      if (outgoing != null) {
        whole.add(outgoing);
      }
    }
    ready.addAll(packing.transform(whole));
  }

  private void vanish(long offset) {
    vanished++;
    var id = new DeadLetterId(topic(), letters.partition().partition(), offset);
    listener.refused(id, "retention has just removed it");
  }
}
