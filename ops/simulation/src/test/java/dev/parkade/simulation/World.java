package dev.parkade.simulation;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.testkit.time.SequentialIds;
import dev.parkade.testkit.time.TestClock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// What everybody in a schedule shares.
final class World {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  final TestClock clock = new TestClock(NOON);
  final Ids ids = new SequentialIds()::get;
  final Chance chance;
  final Faults faults;
  final Trace trace;
  final Broker broker = new Broker();
  final Oracle oracle = new Oracle();
  final Excuses excuses = new Excuses();
  final Set<Sight> seen = EnumSet.noneOf(Sight.class);

  /// What is broken on purpose; [Mutation#NONE] if nothing is.
  final Mutation mutation;

  World(long seed, boolean traced, Mutation mutation) {
    chance = new Chance(seed);
    faults = new Faults(chance);
    trace = new Trace(traced, clock);
    this.mutation = mutation;
  }

  Messages messages(String service) {
    return new Messages(service, clock, ids);
  }
}
