package dev.parkade.deadletters.selection;

import dev.parkade.deadletters.ledger.LetterState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says in one line what a selection takes.
final class Description {

  private static final int NAMED = 3;

  private final List<String> parts = new ArrayList<>();

  private Description() {}

  static String of(Selection selection) {
    var said = new Description();
    said.add("reason", selection.reasons());
    said.add("id", selection.ids());
    said.add("key", selection.keys());
    said.add("order", selection.orders());
    said.add("customer", selection.customers());
    said.add("type", selection.types());
    said.add("exception", selection.exceptions());
    said.add("set aside", selection.at());
    said.add("written", selection.originAt());
    said.add("offsets", selection.offsets());
    said.addEach("header", selection.headers());
    said.addEach("payload", selection.payloads());
    if (selection.replays() != null) {
      said.add("replayed", selection.replays() + " times");
    }
    said.add("", words(selection.readiness()));
    String head = "%s dead letters of %s".formatted(states(selection), topics(selection));
    return said.parts.isEmpty() ? head : head + ": " + String.join("; ", said.parts);
  }

  private static String states(Selection selection) {
    return selection.states().size() == LetterState.values().length
        ? "all"
        : String.join(" or ", words(selection.states()));
  }

  private static String topics(Selection selection) {
    return selection.topics().isEmpty() ? "all topics" : String.join(", ", selection.topics());
  }

  private static List<String> words(Collection<? extends Enum<?>> values) {
    return values.stream()
        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .toList();
  }

  private void add(String name, Collection<?> values) {
    if (values.isEmpty()) {
      return;
    }
    String some =
        values.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(" or "));
    int more = values.size() - NAMED;
    parts.add((name + " " + some + (more > 0 ? " or " + more + " more" : "")).strip());
  }

  private void addEach(String name, Collection<?> values) {
    values.forEach(value -> parts.add(name + " " + value));
  }

  private void add(String name, @Nullable Object value) {
    if (value != null) {
      parts.add(name + " " + value);
    }
  }
}
