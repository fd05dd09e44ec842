package dev.parkade.deadletters.transform;

import dev.parkade.deadletters.letter.DeadLetterId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes another message of a dead letter before it is replayed: for those that were
/// written before a change of schema. Found by [java.util.ServiceLoader], or an external
/// command.
///
/// What it gives is checked like every message, and is sent on the way and in the place of
/// the dead letter: it cannot choose topic, partition or key.
public interface Transform extends AutoCloseable {

  /// A dead letter's message.
  ///
  /// @param headers by name, of several the last one; only those that are text
  /// @param payload as text; null if it is no UTF-8
  record Input(DeadLetterId id, Map<String, String> headers, @Nullable String payload) {}

  /// What became of it.
  sealed interface Output {}

  /// Another message.
  ///
  /// @param headers take the place of those of the same name; an empty one removes it
  record Changed(Map<String, String> headers, String payload) implements Output {}

  /// It is sent as it is.
  record Unchanged() implements Output {}

  /// It must not be sent.
  ///
  /// @param why for people
  record Rejected(String why) implements Output {}

  /// What the ledger calls it.
  String name();

  /// One output for each input, in their order. What cannot be transformed is rejected.
  ///
  /// @throws TransformFailed if it cannot go on at all; nothing of these inputs is sent
  List<Output> apply(List<Input> inputs);

  /// Ends what it started.
  @Override
  default void close() {}
}
