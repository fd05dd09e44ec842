package dev.parkade.order.rebuilding;

/// Is told how far a pass is, after each batch.
interface Progress {

  /// @param phase what is looked at, such as `orders`
  /// @param done how many of them so far
  /// @throws PassStopped to end the pass; what was committed stays
  void at(String phase, long done);
}
