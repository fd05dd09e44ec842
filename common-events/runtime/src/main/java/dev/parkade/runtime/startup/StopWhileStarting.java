package dev.parkade.runtime.startup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/// Ends the process when it is told to stop (SIGTERM) before it has started. Spring's own shutdown
/// waits for the start-up, and a start-up that waits for its database would go on for many minutes.
///
/// Nothing is lost: what runs before the start is over is migrations, and those are transactions.
final class StopWhileStarting implements ApplicationListener<SpringApplicationEvent> {

  /// For a start-up that is nearly over.
  private static final Duration GRACE = Duration.ofSeconds(3);

  /// What a shell reports for a process that SIGTERM ended.
  private static final int TERMINATED = 143;

  private final CountDownLatch startOver = new CountDownLatch(1);
  private final Thread hook = new Thread(this::haltUnlessStartIsOver, "stop-while-starting");

  @Override
  public void onApplicationEvent(SpringApplicationEvent event) {
    switch (event) {
      case ApplicationPreparedEvent _ -> Runtime.getRuntime().addShutdownHook(hook);
      case ApplicationStartedEvent _, ApplicationFailedEvent _ -> forget();
      default -> {}
    }
  }

  private void forget() {
    startOver.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      // the hook runs and sees the latch
      return;
    }
  }

  private void haltUnlessStartIsOver() {
    try {
      if (!startOver.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(TERMINATED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
