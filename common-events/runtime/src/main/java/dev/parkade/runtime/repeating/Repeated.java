package dev.parkade.runtime.repeating;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that is done at once when it starts, then again after each interval until it is closed, in
/// one virtual thread: never twice at a time. The work deals with its own failures; one that it
/// throws ends the repetition. What cleans up runs last in that thread, if the work ever began.
public final class Repeated implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final Duration interval;
  private final Runnable work;
  private final Runnable cleanUp;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /// @param name that of the thread, for logs
  public Repeated(String name, Duration interval, Runnable work, Runnable cleanUp) {
    this.interval = interval;
    this.work = work;
    this.cleanUp = cleanUp;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /// Begins; when it has begun already, nothing happens.
  public void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  private void run() {
    try {
      do {
        work.run();
      } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cleanUp.run();
    }
  }

  /// Lets the work in hand end, for two seconds; then interrupts it.
  @Override
  public void close() {
    stop.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      // clients that are interrupted while they close complain loudly
      if (!thread.join(STOP_LIMIT)) {
        thread.interrupt();
        thread.join(STOP_LIMIT);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
