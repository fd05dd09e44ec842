package dev.parkade.order.watching;

import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.saga.OrderStatus;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@OrchestratorTest
class WatchesIT {

  private static final Duration NEVER = Duration.ofDays(1);

  private final Participants participants = Participants.shared();
  @Autowired Watches here;
  @Autowired OrderNews news;
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void whatThisInstanceCommitsWakesAtOnce() {
    OrderId order = api.place();
    int length = api.timeline(order).size();

    try (var watch = here.open(order)) {
      participants.answer(order, reserved(order));

      assertThat(watch.awaitBeyond(length, Participants.SOON)).isTrue();
      assertThat(watch.awaitEnd(Duration.ofMillis(1))).isEmpty();
    }
  }

  @Test
  void whatAnotherInstanceCommitsIsFoundByTheLookOut() {
    var elsewhere = new Watches(news, Duration.ofMillis(20));
    OrderId order = api.place();

    try (var watch = elsewhere.open(order)) {
      participants.answer(order, stockRefused(order));

      assertThat(watch.awaitEnd(Participants.SOON))
          .hasValueSatisfying(
              end -> {
                assertThat(end.status()).isEqualTo(OrderStatus.CANCELLED);
                assertThat(end.reason()).isEqualTo("STOCK_UNAVAILABLE");
                assertThat(news.of(List.of(order))).containsExactly(end);
              });
    }
  }

  @Test
  void whoeverWaitsIsSentAwayWhenTheInstanceStops() {
    var stopping = new Watches(news, NEVER);
    OrderId order = api.place();

    try (var watch = stopping.open(order)) {
      stopping.stop();

      assertThat(watch.awaitEnd(NEVER)).isEmpty();
      assertThat(watch.isStopped()).isTrue();
    }
    try (var late = stopping.open(order)) {
      assertThat(late.isStopped()).isTrue();
    }
  }
}
