package dev.parkade.order;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.reserved;
import static dev.parkade.order.scenario.Participants.stockRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Api.Answer;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.waiting.Eventually;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// A client that sends `Prefer: wait` is answered when its order has ended, or when the time is
/// over.
@OrchestratorTest
class WaitingClientIT {

  private final Participants participants = Participants.shared();
  @LocalServerPort int port;
  private Api api;

  @BeforeEach
  void client() {
    api = new Api(port);
  }

  @Test
  void aClientThatWaitsIsAnsweredAtTheEnd() {
    CompletableFuture<Answer> request =
        CompletableFuture.supplyAsync(
            () -> api.post(onlyFor("waits"), Api.newKey(), "Prefer", "wait=10"));
    OrderId order = onlyOrderOf("waits");
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));

    Answer answer = request.join();

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("status").asString()).isEqualTo("CONFIRMED");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(answer.header("Retry-After")).isEmpty();
  }

  @Test
  void aClientWaitsNoLongerThanItWants() {
    Answer answer = api.post(Api.ONE_SHIRT, Api.newKey(), "Prefer", "respond-async, wait=1");

    assertThat(answer.json().path("status").asString()).isEqualTo("PENDING");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void aWaitIsCappedAndOneThatCannotBeReadIsIgnored() {
    CompletableFuture<Answer> request =
        CompletableFuture.supplyAsync(
            () -> api.post(onlyFor("patient"), Api.newKey(), "Prefer", "wait=9999"));
    OrderId order = onlyOrderOf("patient");
    participants.answer(order, stockRefused(order));

    assertThat(request.join().header("Preference-Applied")).isEqualTo("wait=10");
    assertThat(api.post(Api.ONE_SHIRT, Api.newKey(), "Prefer", "wait=soon").status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wait=9999              | 10",
        "wait=99999999999999999 | 10",
        "respond-async, wait=10 | 10",
      })
  void aClientThatRepeatsItsRequestIsWaitedWithToo(String prefer, String applied) {
    String key = Api.newKey();
    OrderId order = api.post(Api.ONE_SHIRT, key).order();
    CompletableFuture<Answer> again =
        CompletableFuture.supplyAsync(() -> api.post(Api.ONE_SHIRT, key, "Prefer", prefer));
    participants.answer(order, stockRefused(order));

    assertThat(again.join().json().path("status").asString()).isEqualTo("CANCELLED");
    assertThat(again.join().header("Preference-Applied")).isEqualTo("wait=" + applied);
    assertThat(again.join().header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.join().order()).isEqualTo(order);
  }

  private OrderId onlyOrderOf(String customer) {
    var found = new HashSet<OrderId>();
    Eventually.within(
        Participants.SOON,
        () -> {
          api.get("/api/v1/orders?customerId=" + customer)
              .json()
              .path("items")
              .forEach(order -> found.add(OrderId.of(order.path("id").asString())));
          assertThat(found).hasSize(1);
        });
    return found.iterator().next();
  }

  private static String onlyFor(String customer) {
    return Api.ONE_SHIRT.replace("ada", customer);
  }
}
