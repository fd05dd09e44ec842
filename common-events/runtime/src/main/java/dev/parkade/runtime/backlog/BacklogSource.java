package dev.parkade.runtime.backlog;

/// Where a [BacklogWatch] has its figures from. For use by one thread.
interface BacklogSource extends AutoCloseable {

  Backlog read();

  @Override
  void close();
}
