package dev.parkade.deadletters.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What the ledger's records amount to, in memory: some 40 bytes for each letter, runs and leases
/// as they are. Records may come twice; one that cannot be read changes nothing and is counted.
final class LedgerView {

  /// How many runs are kept in memory; older ones stay on the topic.
  static final int RUNS_KEPT = 10_000;

  /// How many examples are kept of what could not be read.
  private static final int EXAMPLES = 10;

  private static final LongTable NOTHING = new LongTable();

  /// Where a record of the ledger stands.
  record Position(int partition, long offset) {}

  private final LedgerCodec codec;
  private final Set<String> topics;
  // by partition of the dead-letter topic; columns: what Packed holds, and the run in two halves
  private final Map<TopicPartition, LongTable> letters = new HashMap<>();
  // by dead-letter topic; columns: the digest's second half, partition and offset of the letter
  private final Map<String, LongTable> imports = new HashMap<>();
  private final Map<String, RunEntry> runs = new HashMap<>();
  // looked at by the thread that renews the lease, too
  private final Map<String, LeaseEntry> leases = new ConcurrentHashMap<>();
  private final List<String> examples = new ArrayList<>();
  private long unreadable;
  private long newer;

  LedgerView(LedgerCodec codec, Collection<String> topics) {
    this.codec = codec;
    this.topics = Set.copyOf(topics);
  }

  void apply(int partition, long offset, byte @Nullable [] key, byte @Nullable [] value) {
    var position = new Position(partition, offset);
    String name = key == null ? "" : new String(key, UTF_8);
    boolean understood;
    if (name.startsWith(LetterEntry.PREFIX)) {
      understood = letter(name.substring(LetterEntry.PREFIX.length()), value, position);
    } else if (name.startsWith(RunEntry.PREFIX)) {
      understood = run(name.substring(RunEntry.PREFIX.length()), value);
    } else if (name.startsWith(LeaseEntry.PREFIX)) {
      understood = lease(name.substring(LeaseEntry.PREFIX.length()), value);
    } else {
      understood = name.startsWith(ImportEntry.PREFIX) && imported(name, value);
    }
    if (value != null && codec.isNewer(value)) {
      newer++;
    } else if (!understood) {
      unreadable++;
      if (examples.size() < EXAMPLES) {
        String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        examples.add("partition %d offset %d, key '%s'".formatted(partition, offset, shown));
      }
    }
  }

  private boolean letter(String text, byte @Nullable [] value, Position position) {
    DeadLetterId id = DeadLetterId.parse(text).orElse(null);
    if (id == null) {
      return false;
    }
    if (!topics.contains(id.topic())) {
      return true;
    }
    if (value == null) {
      letters.getOrDefault(id.topicPartition(), NOTHING).remove(id.offset());
      return true;
    }
    LedgerCodec.Summary summary = codec.summary(value);
    if (summary == null || !Packed.canHold(summary.state())) {
      return false;
    }
    long packed = Packed.of(summary.state(), summary.replays(), position);
    UUID run = summary.run();
    letters
        .computeIfAbsent(id.topicPartition(), _ -> new LongTable())
        .put(
            id.offset(),
            packed,
            run == null ? 0 : run.getMostSignificantBits(),
            run == null ? 0 : run.getLeastSignificantBits());
    return true;
  }

  private boolean run(String id, byte @Nullable [] value) {
    if (value == null) {
      runs.remove(id);
      return true;
    }
    RunEntry run = codec.run(value);
    if (run == null || !run.id().equals(id)) {
      return false;
    }
    if (topics.contains(run.topic())) {
      runs.put(id, run);
      if (runs.size() > RUNS_KEPT + RUNS_KEPT / 10) {
        runs().stream().skip(RUNS_KEPT).map(RunEntry::id).forEach(runs::remove);
      }
    }
    return true;
  }

  private boolean lease(String topic, byte @Nullable [] value) {
    if (value == null) {
      leases.remove(topic);
      return true;
    }
    LeaseEntry lease = codec.lease(value);
    if (lease == null || !lease.topic().equals(topic)) {
      return false;
    }
    if (topics.contains(topic)) {
      leases.put(topic, lease);
    }
    return true;
  }

  private boolean imported(String name, byte @Nullable [] value) {
    int colon = name.lastIndexOf(':');
    Digest digest = Digest.parse(name.substring(colon + 1)).orElse(null);
    if (digest == null || colon < ImportEntry.PREFIX.length()) {
      return false;
    }
    String topic = name.substring(ImportEntry.PREFIX.length(), colon);
    if (!topics.contains(topic)) {
      return true;
    }
    LongTable table = imports.computeIfAbsent(topic, _ -> new LongTable());
    if (value == null) {
      table.remove(digest.high());
      return true;
    }
    ImportEntry entry = codec.imported(digest, value);
    if (entry == null || !entry.topic().equals(topic)) {
      return false;
    }
    DeadLetterId letter = entry.letter();
    table.put(digest.high(), digest.low(), letter.partition(), letter.offset());
    return true;
  }

  LetterState stateOf(DeadLetterId id) {
    long packed = packed(id);
    return packed == Packed.NONE ? LetterState.OPEN : Packed.state(packed);
  }

  int replaysOf(DeadLetterId id) {
    long packed = packed(id);
    return packed == Packed.NONE ? 0 : Packed.replays(packed);
  }

  @Nullable Position positionOf(DeadLetterId id) {
    long packed = packed(id);
    return packed == Packed.NONE ? null : Packed.position(packed);
  }

  Optional<String> runOf(DeadLetterId id) {
    LongTable table = letters.getOrDefault(id.topicPartition(), NOTHING);
    int slot = table.find(id.offset());
    return slot == LongTable.ABSENT ? Optional.empty() : Optional.of(runIn(table, slot));
  }

  void letters(Ledger.LetterVisitor visitor) {
    letters.forEach(
        (p, table) ->
            table.forEach(
                (offset, slot) -> {
                  long packed = table.value(slot, 0);
                  visitor.visit(
                      new DeadLetterId(p.topic(), p.partition(), offset),
                      Packed.state(packed),
                      Packed.replays(packed),
                      runIn(table, slot));
                }));
  }

  boolean isImported(String topic, Digest digest) {
    LongTable table = imports.getOrDefault(topic, NOTHING);
    int slot = table.find(digest.high());
    return slot != LongTable.ABSENT && table.value(slot, 0) == digest.low();
  }

  /// Keys of letters and imports that lie before where their partition begins now.
  List<String> outlived(Map<TopicPartition, Long> starts, int limit) {
    List<String> keys = new ArrayList<>();
    letters.forEach(
        (p, table) -> {
          long start = starts.getOrDefault(p, 0L);
          table.forEach(
              (offset, _) -> {
                if (offset < start && keys.size() < limit) {
                  keys.add(
                      LetterEntry.PREFIX
                          + new DeadLetterId(p.topic(), p.partition(), offset).text());
                }
              });
        });
    imports.forEach(
        (topic, table) ->
            table.forEach(
                (high, slot) -> {
                  var partition = new TopicPartition(topic, (int) table.value(slot, 1));
                  boolean gone = table.value(slot, 2) < starts.getOrDefault(partition, 0L);
                  if (gone && keys.size() < limit) {
                    String digest = new Digest(high, table.value(slot, 0)).text();
                    keys.add(ImportEntry.PREFIX + topic + ":" + digest);
                  }
                }));
    return keys;
  }

  /// Newest first.
  List<RunEntry> runs() {
    return runs.values().stream()
        .sorted(Comparator.comparing(RunEntry::started).reversed().thenComparing(RunEntry::id))
        .toList();
  }

  Optional<RunEntry> run(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  List<LeaseEntry> leases() {
    return List.copyOf(leases.values());
  }

  Optional<LeaseEntry> lease(String topic) {
    return Optional.ofNullable(leases.get(topic));
  }

  long unreadable() {
    return unreadable;
  }

  List<String> examples() {
    return List.copyOf(examples);
  }

  long newer() {
    return newer;
  }

  private long packed(DeadLetterId id) {
    LongTable table = letters.getOrDefault(id.topicPartition(), NOTHING);
    int slot = table.find(id.offset());
    return slot == LongTable.ABSENT ? Packed.NONE : table.value(slot, 0);
  }

  private static String runIn(LongTable table, int slot) {
    return new UUID(table.value(slot, 1), table.value(slot, 2)).toString();
  }
}
