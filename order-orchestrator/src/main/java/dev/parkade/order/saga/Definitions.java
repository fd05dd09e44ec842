package dev.parkade.order.saga;

import dev.parkade.order.saga.Transition.OtherVersion;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The versions of the saga's definition that this program has. New sagas begin with the newest,
/// unless another one is asked for: while older programs run that do not have it yet.
public final class Definitions {

  private final TreeMap<Integer, Definition> versions = new TreeMap<>();
  private final Definition forNewSagas;

  /// New sagas begin with the newest of these.
  ///
  /// @throws IllegalArgumentException for none, or for two of the same version
  public Definitions(Set<Definition> definitions) {
    this(definitions, null);
  }

  /// @param begin the version that new sagas begin with; null for the newest
  /// @throws IllegalArgumentException for none, for two of the same version, or if there is no such
  ///     version to begin with
  public Definitions(Set<Definition> definitions, @Nullable Integer begin) {
    for (Definition definition : definitions) {
      if (versions.put(definition.version(), definition) != null) {
        throw new IllegalArgumentException(
            "there are two definitions of version " + definition.version());
      }
    }
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("a program needs a definition");
    }
    Definition first = versions.get(begin == null ? versions.lastKey() : begin);
    if (first == null) {
      throw new IllegalArgumentException(
          "new sagas cannot begin with version %d of the definition: this program has %s"
              .formatted(begin, versions.keySet()));
    }
    forNewSagas = first;
  }

  /// What new sagas begin with.
  public Definition forNewSagas() {
    return forNewSagas;
  }

  /// The versions, ascending.
  public Set<Integer> versions() {
    return Set.copyOf(versions.keySet());
  }

  /// What follows for a saga that began with this version; [OtherVersion] if that is not known
  /// here.
  public Transition next(int version, Saga saga, SagaInput input) {
    Definition definition = versions.get(version);
    return definition == null ? new OtherVersion(version) : definition.next(saga, input);
  }
}
