package dev.parkade.order.saga;

import dev.parkade.order.saga.Transition.Moved;

/// One version of the saga's definition. A saga ends on the version that it began with, so a change
/// of what follows from what is a new version next to the old one.
public interface Definition {

  /// Stored with every saga that begins with it.
  int version();

  /// The first transition of a new saga.
  Moved begin(Saga saga);

  /// What follows when this happens to that saga: pure, and defined for every pair.
  Transition next(Saga saga, SagaInput input);
}
