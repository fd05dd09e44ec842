package dev.parkade.cli.dlq.options;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The services that have a dead-letter topic, from the catalogue.
final class Services implements Iterable<String> {
  private static final String DLQ = ".dlq";

  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  /// Reads a service's name, or its topic's.
  static String topicOf(String name, CommandSpec command) {
    String service = name.endsWith(DLQ) ? name.substring(0, name.length() - DLQ.length()) : name;
    if (!names().contains(service)) {
      throw new ParameterException(
          command.commandLine(),
          "no service %s; these have dead letters: %s".formatted(name, String.join(", ", names())));
    }
    return service + DLQ;
  }

  private static List<String> names() {
    return Topics.ALL.stream()
        .map(Topic::name)
        .filter(it -> it.endsWith(DLQ))
        .map(it -> it.substring(0, it.length() - DLQ.length()))
        .toList();
  }
}
