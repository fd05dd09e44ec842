package dev.parkade.order.saga;

import dev.parkade.order.saga.Transition.OtherVersion;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The versions of the saga's definition that this program has. New sagas begin with the newest.
public final class Definitions {

  private final Map<Integer, Definition> versions = new TreeMap<>();
  private final Definition newest;

  /// @throws IllegalArgumentException for none, or for two of the same version
  public Definitions(Set<Definition> definitions) {
    for (Definition definition : definitions) {
      if (versions.put(definition.version(), definition) != null) {
        throw new IllegalArgumentException(
            "there are two definitions of version " + definition.version());
      }
    }
    newest =
        definitions.stream()
            .max(Comparator.comparingInt(Definition::version))
            .orElseThrow(() -> new IllegalArgumentException("a program needs a definition"));
  }

  /// What new sagas begin with.
  public Definition newest() {
    return newest;
  }

  /// The versions, ascending.
  public Set<Integer> versions() {
    return Set.copyOf(versions.keySet());
  }

  /// What follows for a saga that began with this version; [OtherVersion] if that is not known
  // here.
  public Transition next(int version, Saga saga, SagaInput input) {
    Definition definition = versions.get(version);
    return definition == null ? new OtherVersion(version) : definition.next(saga, input);
  }
}
