package dev.parkade.bench;

import java.util.Iterator;
import java.util.List;

/// All contenders, Parkade first.
final class Contenders {
  private static final List<Contender> ALL =
      List.of(
          new Ours(),
          new RetryableTopicDefault(),
          new RetryableTopicTuned(),
          new BlockingRetry(),
          new StreamsBuffer("streams-at-least-once", "at_least_once"),
          new StreamsBuffer("streams-exactly-once", "exactly_once_v2"),
          new Requeue(),
          new PolledTable());

  private Contenders() {}

  static List<String> names() {
    return ALL.stream().map(Contender::name).toList();
  }

  /// @throws IllegalArgumentException if there is none of that name
  static List<Contender> named(List<String> names) {
    return names.stream().map(Contenders::named).toList();
  }

  private static Contender named(String name) {
    return ALL.stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no contender " + name + "; there are " + String.join(", ", names())));
  }

  /// For the help text.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
