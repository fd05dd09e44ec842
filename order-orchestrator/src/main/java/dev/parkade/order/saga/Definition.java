package dev.parkade.order.saga;

/// One version of the saga's definition.
@FunctionalInterface
public interface Definition {

  /// The version that new sagas begin with.
  int CURRENT = Transitions.VERSION;

  /// What follows when this happens to that saga: pure, and defined for every pair.
  Transition next(Saga saga, SagaInput input);

  /// The definition that a stored saga began with.
  ///
  /// @throws IllegalArgumentException for a version that this program does not know
  static Definition version(int version) {
    if (version == Transitions.VERSION) {
      return Transitions::next;
    }
    throw new IllegalArgumentException(
        "there is no version "
            + version
            + " of the saga in this program; the newest it knows is "
            + CURRENT);
  }
}
