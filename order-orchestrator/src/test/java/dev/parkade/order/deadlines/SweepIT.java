package dev.parkade.order.deadlines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OrchestratorTest
class SweepIT {

  @Autowired DeadlineSweep sweep;
  @Autowired OpenSagas openSagas;
  @Autowired MeterRegistry meters;
  @Autowired TestClock clock;
  @LocalServerPort int port;

  @Test
  void manySweepersFireEachTimeLimitOnce() {
    Api api = new Api(port);
    List<OrderId> orders = IntStream.range(0, 50).mapToObj(_ -> api.place()).toList();
    clock.advance(Duration.ofSeconds(10));

    var sweepers =
        IntStream.range(0, 8).mapToObj(_ -> CompletableFuture.runAsync(sweep::sweep)).toList();
    sweepers.forEach(CompletableFuture::join);

    sweep.sweep();
    // the service's own sweep may still be about to commit what these left to it
    Eventually.within(
        Duration.ofSeconds(10),
        () ->
            assertThat(orders)
                .allSatisfy(order -> assertThat(api.story(order)).containsOnlyOnce("RETRY")));
  }

  @Test
  void openSagasAreMeasured() {
    Api api = new Api(port);
    api.place();
    clock.advance(Duration.ofSeconds(3));

    openSagas.measure();

    var active = meters.get("parkade.saga.active").tag("state", "RESERVING").gauge();
    assertThat(active.value()).isPositive();
    assertThat(meters.get("parkade.saga.oldest.age").gauge().value()).isGreaterThanOrEqualTo(3);
  }
}
