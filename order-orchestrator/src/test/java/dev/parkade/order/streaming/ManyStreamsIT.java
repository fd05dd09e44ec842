package dev.parkade.order.streaming;

import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Follower;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.waiting.Eventually;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/// A thousand clients that follow orders and hear nothing.
@OrchestratorTest
class ManyStreamsIT {

  private static final int CLIENTS = 1000;
  private static final int ORDERS = 10;

  /// Carriers of virtual threads, selectors, what a pool adds meanwhile: not one per client.
  private static final int MORE_THREADS = 40;

  private final Participants participants = Participants.shared();
  @LocalServerPort int port;

  @Test
  void aThousandIdleClientsCostNoThreadsAndNobodyElseWaits() {
    Api api = new Api(port);
    List<OrderId> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      orders.add(api.place());
    }
    int before = threads();
    List<Follower> followers = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        followers.add(new Follower(port, orders.get(i % ORDERS), ""));
      }
      Eventually.within(
          Duration.ofSeconds(60),
          () -> assertThat(followers).allMatch(f -> f.statuses().equals(List.of("PENDING"))));

      assertThat(threads()).isLessThan(before + MORE_THREADS);
      servesOthersWithin(Duration.ofSeconds(10), api);

      OrderId ended = orders.getFirst();
      participants.answer(ended, stockRefused(ended));
      for (int i = 0; i < CLIENTS; i += ORDERS) {
        followers.get(i).awaitEnd();
        assertThat(followers.get(i).statuses()).containsExactly("PENDING", "CANCELLED");
      }
      assertThat(followers.stream().filter(Follower::isOpen)).hasSize(CLIENTS - CLIENTS / ORDERS);
      assertThat(threads()).isLessThan(before + MORE_THREADS);
    } finally {
      followers.forEach(Follower::close);
    }
  }

  private static void servesOthersWithin(Duration limit, Api api) {
    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      OrderId order = api.place();
      assertThat(api.status(order)).isEqualTo("PENDING");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(limit);
    }
  }

  /// Threads of the machine: virtual ones are not among them.
  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
