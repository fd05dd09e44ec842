package dev.parkade.deadletters.grouping;

import dev.parkade.deadletters.ledger.Fates;
import dev.parkade.deadletters.ledger.LetterState;
import dev.parkade.deadletters.letter.DeadLetter;
import dev.parkade.deadletters.letter.DeadLetterId;
import dev.parkade.deadletters.selection.SelectedLetters;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts dead letters that failed alike together: same topic, reason, origin, type and normalised
/// message. Keeps no dead letter, and no more groups than it was told: what comes when all are
/// taken counts under [#OTHERS] of its topic and reason. Not thread-safe.
public final class Groups implements SelectedLetters.Visitor {

  /// The message of a group of those that found no place of their own.
  public static final String OTHERS = "(others)";

  /// The message of those about which nothing was said.
  public static final String NOTHING_SAID = "(nothing said)";

  private static final int MAX_NAME = 120;

  private record Alike(
      @Nullable String topic,
      @Nullable String reason,
      @Nullable String originTopic,
      @Nullable String type,
      String message) {}

  private static final class Tally {
    private long count;
    private Instant oldest = Instant.MAX;
    private Instant newest = Instant.MIN;
    private @Nullable DeadLetterId sample;
    private final Map<LetterState, Long> states = new EnumMap<>(LetterState.class);
  }

  private final Fates fates;
  private final int max;
  private final Map<Alike, Tally> tallies = new HashMap<>();

  /// @param max how many groups there may be; with those of others, twice as many and one
  public Groups(Fates fates, int max) {
    this.fates = fates;
    this.max = max;
  }

  @Override
  public void visit(DeadLetter letter) {
    Tally tally = tally(letter);
    Instant at = letter.at();
    tally.count++;
    if (at.isBefore(tally.oldest)) {
      tally.oldest = at;
    }
    if (tally.sample == null || !at.isBefore(tally.newest)) {
      tally.newest = at;
      tally.sample = letter.id();
    }
    tally.states.merge(fates.stateOf(letter.id()), 1L, Long::sum);
  }

  /// The largest first.
  public List<LetterGroup> groups() {
    List<LetterGroup> groups = new ArrayList<>();
    tallies.forEach(
        (alike, tally) -> {
          if (tally.sample != null) {
            groups.add(
                new LetterGroup(
                    alike.topic(),
                    alike.reason(),
                    alike.originTopic(),
                    alike.type(),
                    alike.message(),
                    tally.count,
                    tally.oldest,
                    tally.newest,
                    tally.sample,
                    Map.copyOf(tally.states)));
          }
        });
    groups.sort(
        Comparator.comparingLong(LetterGroup::count).reversed().thenComparing(LetterGroup::sample));
    return groups;
  }

  private Tally tally(DeadLetter letter) {
    String reason = name(letter.reason());
    String topic = letter.record().topic();
    Alike alike =
        new Alike(
            topic,
            reason,
            name(letter.text(DeadLetterHeaders.ORIGIN_TOPIC)),
            name(letter.type()),
            message(letter));
    Tally known = tallies.get(alike);
    if (known != null) {
      return known;
    }
    if (tallies.size() < max) {
      return tallies.computeIfAbsent(alike, a -> new Tally());
    }
    Alike others = new Alike(topic, reason, null, null, OTHERS);
    // reasons are no closed list either: anybody may have written them
    Alike rest =
        tallies.containsKey(others) || tallies.size() < 2 * max
            ? others
            : new Alike(null, null, null, null, OTHERS);
    return tallies.computeIfAbsent(rest, a -> new Tally());
  }

  private static String message(DeadLetter letter) {
    Optional<String> said = letter.detail().or(letter::exceptionMessage).filter(s -> !s.isBlank());
    return said.map(text -> Normalised.of(text, ids(letter))).orElse(NOTHING_SAID);
  }

  /// What differs from letter to letter and need not look like an id.
  private static List<String> ids(DeadLetter letter) {
    List<String> ids = new ArrayList<>(3);
    if (letter.key() != null && letter.key().length <= MAX_NAME) {
      ids.add(new String(letter.key(), StandardCharsets.UTF_8));
    }
    letter.orderId().ifPresent(ids::add);
    letter.customerId().ifPresent(ids::add);
    return ids;
  }

  private static @Nullable String name(Optional<String> text) {
    return text.map((Function<String, String>) Groups::name).orElse(null);
  }

  private static String name(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }
}
