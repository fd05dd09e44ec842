package dev.parkade.messages.envelope;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;
import java.util.function.Supplier;

/// The source of new identifiers. Production uses [#timeOrdered()]; tests bring their own sequence.
@FunctionalInterface
public interface Ids extends Supplier<UUID> {

  /// UUIDv7 (RFC 9562): ordered by time, so that indexes stay compact. Safe for use by many
  /// threads.
  static Ids timeOrdered() {
    NoArgGenerator generator = Generators.timeBasedEpochGenerator();
    return generator::generate;
  }
}
