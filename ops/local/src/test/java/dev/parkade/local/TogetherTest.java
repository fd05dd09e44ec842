package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TogetherTest {
  @Test
  void runsTasksAtTheSameTime() {
    var both = new CountDownLatch(2);
    Runnable meet =
        () -> {
          both.countDown();
          await(both);
        };

    Together.run(List.of(meet, meet));
  }

  @Test
  void throwsTheFirstFailureAndInterruptsTheOthers() {
    Runnable waits = () -> await(new CountDownLatch(1));
    Runnable fails =
        () -> {
          throw new IllegalStateException("the cause");
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> Together.run(List.of(waits, fails)))
        .withMessage("the cause");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException expected) {
      throw new IllegalStateException("interrupted", expected);
    }
  }
}
