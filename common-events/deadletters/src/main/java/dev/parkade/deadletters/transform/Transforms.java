package dev.parkade.deadletters.transform;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The transformations on the class path.
public final class Transforms {

  private Transforms() {}

  /// The one of this name; empty if there is none.
  public static Optional<Transform> named(String name) {
    return ServiceLoader.load(Transform.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(transform -> transform.name().equals(name))
        .findFirst();
  }

  /// The names of all.
  public static List<String> names() {
    return ServiceLoader.load(Transform.class).stream()
        .map(provider -> provider.get().name())
        .sorted()
        .toList();
  }
}
