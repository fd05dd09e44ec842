package dev.parkade.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final List<Integer> MANY = IntStream.range(0, 50).boxed().toList();

  @Test
  void answersInTheOrderOfTheList() throws InterruptedException {
    assertThat(Crowd.each(MANY, it -> it * 2)).startsWith(0, 2, 4).endsWith(98);
  }

  @Test
  void doesTheOthersAllTheSameWhenOneFails() {
    var done = new ConcurrentLinkedQueue<Integer>();

    assertThatThrownBy(
            () ->
                Crowd.each(
                    MANY,
                    it -> {
                      if (it == 3) {
                        throw new IllegalStateException("three");
                      }
                      return done.add(it);
                    }))
        .hasMessage("three");

    assertThat(done).hasSize(49);
  }
}
