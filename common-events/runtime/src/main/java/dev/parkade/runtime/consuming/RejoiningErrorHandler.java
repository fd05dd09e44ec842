package dev.parkade.runtime.consuming;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOff;

/// Retries polls, and asks the group again when it does not let this instance in yet: with
/// `group.protocol=consumer`, the place of an instance that was killed is not given to its
/// successor before its session is over, and Kafka's client gives up at the first refusal.
final class RejoiningErrorHandler extends DefaultErrorHandler {

  private static final Logger log = LoggerFactory.getLogger(RejoiningErrorHandler.class);

  /// A session lasts from seconds to a minute.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final BooleanSupplier closed;

  /// @param closed whether the service ends, so that nothing may be started any more
  RejoiningErrorHandler(BackOff backOff, BooleanSupplier closed) {
    super(backOff);
    this.closed = closed;
  }

  @Override
  public void handleOtherException(
      Exception thrown,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    if (!(thrown instanceof UnreleasedInstanceIdException)) {
      super.handleOtherException(thrown, consumer, container, batchListener);
      return;
    }
    log.warn(
        "not let into the group before the session of this instance's predecessor is over;"
            + " asking again in {} s: {}",
        PAUSE.toSeconds(),
        thrown.getMessage());
    container.stop(() -> startLater(container));
  }

  private void startLater(MessageListenerContainer container) {
    CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!closed.getAsBoolean()) {
                start(container);
              }
            });
  }

  private void start(MessageListenerContainer container) {
    try {
      container.start();
    } catch (RuntimeException e) {
      // it takes itself for running now, without a consumer
      log.warn("the consumer could not be started, trying again: {}", e.toString());
      container.stop(() -> startLater(container));
    }
  }
}
