package dev.parkade.messages.topic;

import dev.parkade.messages.envelope.MessageBody;
import java.util.List;
import java.util.Map;

/// One topic of the catalogue.
///
/// @param name its name in Kafka
/// @param key what the record key is, in words
/// @param partitions how many partitions; a change is a migration, never an edit
/// @param config its topic-level configuration
/// @param bodies the message families that may travel on it; empty where records travel as raw
///     bytes
public record Topic(
    String name,
    String key,
    int partitions,
    Map<String, String> config,
    List<Class<? extends MessageBody>> bodies) {

  public Topic {
    config = Map.copyOf(config);
    bodies = List.copyOf(bodies);
  }

  /// Whether a body of this type belongs on this topic.
  public boolean carries(Class<? extends MessageBody> type) {
    return bodies.stream().anyMatch(family -> family.isAssignableFrom(type));
  }

  @Override
  public String toString() {
    return name;
  }
}
