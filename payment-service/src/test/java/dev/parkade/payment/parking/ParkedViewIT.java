package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.testkit.waiting.Eventually;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `GET /api/v1/parked`: what waits, in pages and by filter.
@ExtendWith(SharedGate.class)
class ParkedViewIT {

  private final World world;

  ParkedViewIT(World world) {
    this.world = world;
  }

  @Test
  void refusesBadQueriesWithProblemDetails() {
    assertThat(world.get("/api/v1/payments?orderId=nonsense", false))
        .contains("\"code\":\"invalid-parameter\"");
    assertThat(world.get("/api/v1/parked?limit=0", false))
        .contains("\"code\":\"invalid-parameter\"", "limit must lie between 1 and 500");
    assertThat(world.get("/api/v1/parked?limit=501", false)).contains("between 1 and 500");
    assertThat(world.get("/api/v1/parked?after=x", false)).contains("after is not a message id");
    assertThat(world.get("/api/v1/parked?customerId=a%20b", false))
        .contains("\"code\":\"invalid-parameter\"", "customerId is not a customer id");
    assertThat(world.get("/api/v1/parked?waitReason=BORED", false))
        .contains("\"code\":\"invalid-parameter\"", "CUSTOMER_UNKNOWN", "DEAD_LETTERED");
    for (String age : List.of("long", "-5s", "999999999999999d")) {
      assertThat(world.get("/api/v1/parked?olderThan=" + age, false))
          .contains("\"code\":\"invalid-parameter\"", "olderThan must be an age");
    }
  }

  @Test
  void showsWhatWaitsInPages() {
    CustomerId customer = someCustomer("paged");
    for (int i = 0; i < 3; i++) {
      world.asksToCharge(customer, someOrder(), 1000);
    }
    String path = "/api/v1/parked?limit=2&customerId=" + customer;
    Eventually.within(
        SOON,
        () ->
            assertThat(world.get("/api/v1/parked?customerId=" + customer, false))
                .matches("(?s).*(commandId.*){3}"));

    String first = world.get(path, false);
    String next = first.replaceAll("(?s).*\"next\":\"([^\"]+)\".*", "$1");
    String second = world.get(path + "&after=" + next, false);

    assertThat(first).matches("(?s).*(commandId.*){2}").contains("\"next\"");
    assertThat(second).contains("commandId").doesNotContain("\"next\"");
  }

  @Test
  void filtersWhatWaitsByReasonOrderAndAgeAndSaysWhichPartitionsItKnows() {
    CustomerId customer = someCustomer("filtered");
    Message<ChargePayment> first = world.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(first, 1);
    Message<ChargePayment> second = world.asksToCharge(customer, someOrder(), 1000);
    awaitWrites(second, 1);
    String path = "/api/v1/parked?customerId=" + customer;
    Eventually.within(
        SOON,
        () ->
            assertThat(world.get(path + "&waitReason=CUSTOMER_UNKNOWN", false))
                .contains(first.id().text())
                .doesNotContain(second.id().text()));

    assertThat(world.get(path + "&waitReason=EARLIER_COMMANDS", false))
        .contains(second.id().text(), "\"partitions\":[0,1,2,3,4,5]")
        .doesNotContain(first.id().text());
    assertThat(world.get(path + "&orderId=" + first.body().orderId(), false))
        .contains(first.id().text())
        .doesNotContain(second.id().text());
    assertThat(world.get(path + "&olderThan=0s", false)).contains(first.id().text());
    assertThat(world.get(path + "&olderThan=PT1H", false)).contains("\"items\":[]");
  }

  private void awaitWrites(Message<?> command, int count) {
    Eventually.within(SOON, () -> assertThat(world.parkedRecords(command)).hasSize(count));
  }
}
