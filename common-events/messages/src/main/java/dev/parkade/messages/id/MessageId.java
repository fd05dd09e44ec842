package dev.parkade.messages.id;

import java.util.UUID;

/// Identifies one message (`ce_id`); a command that is sent again keeps its id.
public record MessageId(UUID value) implements Id {

  /// @throws IllegalArgumentException if the text is no UUID in its canonical form
  public static MessageId of(String text) {
    return new MessageId(Uuids.parse(text, "a message id"));
  }

  @Override
  public String text() {
    return value.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
