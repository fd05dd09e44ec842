package dev.parkade.runtime.outbox;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.topic.Topic;

/// A message on its way out: where to, under which key.
public record Outgoing(Topic topic, String key, Message<?> message) {

  /// @throws IllegalArgumentException if the topic does not carry such messages
  public Outgoing {
    if (!topic.carries(message.body().getClass())) {
      throw new IllegalArgumentException(
          topic + " does not carry " + message.body().getClass().getSimpleName());
    }
  }
}
