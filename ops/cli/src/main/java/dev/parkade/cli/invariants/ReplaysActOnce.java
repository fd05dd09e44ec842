package dev.parkade.cli.invariants;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.deadletter.DeadLetterSettled;
import dev.parkade.messages.deadletter.ReplayOutcome;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// I11: however often a dead letter was replayed, it took effect at most once.
final class ReplaysActOnce {
  private static final String HOW =
      "dlq.outcomes: of all replays of a dead letter at most one HANDLED, the first word about each"
          + " replay counting";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReplaysActOnce() {}

  /// A replay of a dead letter.
  private record Replay(String deadLetter, int number) {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var outcomes = outcomes(facts.topic(Topics.DLQ_OUTCOMES.name()), violations);
    var handled = new TreeMap<String, Integer>();
    outcomes.forEach(
        (replay, outcome) -> {
          if (outcome == ReplayOutcome.HANDLED) {
            handled.merge(replay.deadLetter(), 1, Integer::sum);
          }
        });
    handled.forEach(
        (letter, times) -> {
          if (times > 1) {
            violations.add("%d replays of %s took effect".formatted(times, letter));
          }
        });
    long letters = outcomes.keySet().stream().map(Replay::deadLetter).distinct().count();
    return Finding.of(
        "I11",
        "a dead letter takes effect once, however often it is replayed",
        HOW,
        "%d dead letters, %d replays %s".formatted(letters, outcomes.size(), counts(outcomes)),
        violations);
  }

  private static Map<Replay, ReplayOutcome> outcomes(
      List<TopicRecord> records, List<String> violations) {
    Map<Replay, ReplayOutcome> outcomes = new LinkedHashMap<>();
    for (var record : records) {
      if (record.value() != null && !record.value().isEmpty()) {
        try {
          var said = JSON.readValue(record.value(), DeadLetterSettled.class);
          outcomes.putIfAbsent(new Replay(said.deadLetter(), said.replay()), said.outcome());
        } catch (JacksonException unreadable) {
          violations.add(record.place() + " cannot be read");
        }
      }
    }
    return outcomes;
  }

  private static Map<ReplayOutcome, Long> counts(Map<Replay, ReplayOutcome> outcomes) {
    return outcomes.values().stream().collect(groupingBy(it -> it, TreeMap::new, counting()));
  }
}
