package dev.parkade.provider;

import dev.parkade.provider.Behaviour.Mode;
import java.util.EnumMap;
import java.util.Map;

/// Which request meets which fault, and how many have.
final class Faults {

  private final Map<Mode, Integer> happened = new EnumMap<>(Mode.class);
  private Behaviour current = Behaviour.of(Mode.UP);

  synchronized void set(Behaviour behaviour) {
    current = behaviour;
  }

  synchronized Behaviour current() {
    return current;
  }

  /// How the next request is treated; a limited behaviour has one time less after it.
  synchronized Behaviour next(Operation operation) {
    if (!current.appliesTo(operation)) {
      return Behaviour.of(Mode.UP);
    }
    Behaviour chosen = current;
    Integer times = chosen.times();
    if (times != null) {
      current = times > 1 ? chosen.times(times - 1) : Behaviour.of(Mode.UP);
    }
    happened.merge(chosen.mode(), 1, Integer::sum);
    return chosen;
  }

  synchronized Map<Mode, Integer> happened() {
    return new EnumMap<>(happened);
  }
}
