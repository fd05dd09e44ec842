package dev.parkade.runtime.lag;

import java.util.Map;

/// Where a [LagWatch] has its figures from. For use by one thread.
interface LagSource extends AutoCloseable {

  /// The lag of each topic, by name.
  Map<String, Lag> read();

  @Override
  void close();
}
