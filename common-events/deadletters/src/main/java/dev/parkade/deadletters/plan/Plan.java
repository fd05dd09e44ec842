package dev.parkade.deadletters.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.parkade.deadletters.selection.Selection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Exactly which dead letters are to be replayed, who wants it and why. Nothing that
/// arrives later belongs to it.
///
/// @param id also names the run: whoever replays a plan again goes on with it
/// @param cluster the id of the Kafka cluster that it is about
/// @param created when the snapshot was taken
/// @param selection what was asked for
/// @param partitions the snapshot, and what of it is to be replayed
public record Plan(
    String id,
    String cluster,
    Instant created,
    String who,
    String why,
    Selection selection,
    PlanOptions options,
    List<PlannedPartition> partitions,
    PlanCounts counts) {

  public Plan {
    // a file may lack any of them
    requireNonNull(id, "id");
    requireNonNull(cluster, "cluster");
    requireNonNull(created, "created");
    requireNonNull(who, "who");
    requireNonNull(why, "why");
    requireNonNull(selection, "selection");
    requireNonNull(options, "options");
    requireNonNull(counts, "counts");
    partitions = List.copyOf(partitions);
  }

  /// The run on the ledger that carries out the part of it that belongs to a dead-letter
  /// topic.
  public String runOf(String topic) {
    // the same name each time, and a UUID as the ledger remembers runs
    return topics().size() == 1
        ? id
        : UUID.nameUUIDFromBytes((id + "." + topic).getBytes(UTF_8)).toString();
  }

  /// The dead-letter topics of which something is to be replayed.
  public List<String> topics() {
    return partitions.stream()
        .filter(p -> p.letters() > 0)
        .map(PlannedPartition::topic)
        .distinct()
        .sorted()
        .toList();
  }
}
