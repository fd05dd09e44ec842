package dev.parkade.runtime.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Semaphore connection = new Semaphore(0);
  private final AtomicInteger position = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger confirmed = new AtomicInteger();
  private final Confirmations confirmations = new Confirmations(this::confirm);

  private void confirm() {
    int reached = position.get();
    begun.incrementAndGet();
    connection.acquireUninterruptibly();
    confirmed.set(reached);
  }

  @Test
  void whoeverAsksDoesNotWaitForTheConnection() {
    position.set(1);

    confirmations.ask();

    Eventually.within(SOON, () -> assertThat(begun).hasValue(1));
    assertThat(confirmed).hasValue(0);
    connection.release();
    Eventually.within(SOON, () -> assertThat(confirmed).hasValue(1));
  }

  @Test
  void whatIsAskedMeanwhileBecomesOneConfirmationBehindTheFirst() {
    position.set(1);
    confirmations.ask();
    Eventually.within(SOON, () -> assertThat(begun).hasValue(1));

    for (int reached = 2; reached <= 9; reached++) {
      position.set(reached);
      confirmations.ask();
    }

    assertThat(begun).as("at most one is on its way").hasValue(1);
    connection.release(9);
    Eventually.within(SOON, () -> assertThat(confirmed).hasValue(9));
    assertThat(begun).hasValue(2);
  }

  @Test
  void afterARestItIsConfirmedAgain() {
    connection.release(2);
    position.set(1);
    confirmations.ask();
    Eventually.within(SOON, () -> assertThat(confirmed).hasValue(1));

    position.set(2);
    confirmations.ask();

    Eventually.within(SOON, () -> assertThat(confirmed).hasValue(2));
  }

  @Test
  void aFailureIsToldAndTheLastOne() {
    var tries = new AtomicInteger();
    var failing =
        new Confirmations(
            () -> {
              tries.incrementAndGet();
              throw new IllegalStateException("the connection is gone");
            });
    failing.throwIfFailed();

    failing.ask();

    Eventually.within(
        SOON,
        () ->
            assertThatThrownBy(failing::throwIfFailed).hasMessageContaining("connection is gone"));
    failing.ask();
    assertThat(tries).hasValue(1);
  }
}
