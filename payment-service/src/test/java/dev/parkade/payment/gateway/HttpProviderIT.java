package dev.parkade.payment.gateway;

import static dev.parkade.payment.scenario.World.SOON;
import static dev.parkade.payment.scenario.World.someCustomer;
import static dev.parkade.payment.scenario.World.someOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.scenario.World;
import dev.parkade.provider.Behaviour;
import dev.parkade.provider.Behaviour.Mode;
import dev.parkade.provider.Charge.Status;
import dev.parkade.provider.Operation;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Through the broker, against two providers over HTTP.
class HttpProviderIT {

  private final ProviderSimulator alpha = ProviderSimulator.start("alpha", 0);
  private final ProviderSimulator beta = ProviderSimulator.start("beta", 0);
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
    alpha.close();
    beta.close();
  }

  @Test
  void settlesAmbiguousAnswersWithoutASecondChargeAndRefundsWhereTheMoneyIs() {
    start("--parkade.parking.retry.initial=100ms", "--parkade.parking.retry.max-attempts=3");

    alpha.behave(Behaviour.of(Mode.TAKES_AND_CUTS).times(1));
    OrderId lostAnswer = charged("lost-answer");
    assertThat(alpha.happened(Mode.TAKES_AND_CUTS)).isEqualTo(1);
    assertThat(provider(lostAnswer)).isEqualTo("alpha");
    assertThat(taken()).containsExactly(lostAnswer.text());

    alpha.behave(Behaviour.of(Mode.SLOW).latency(20_000).on(Operation.CHARGE).times(1));
    OrderId underWay = charged("under-way");
    assertThat(alpha.happened(Mode.SLOW)).isEqualTo(1);
    assertThat(provider(underWay)).isEqualTo("beta");
    assertThat(taken()).containsExactlyInAnyOrder(lostAnswer.text(), underWay.text());

    CustomerId customer = CustomerId.of(customerOf(underWay));
    world.asksToRefund(customer, underWay);
    Eventually.within(SOON, () -> assertThat(world.status(underWay)).isEqualTo("REFUNDED"));
    assertThat(beta.refunds()).singleElement().matches(r -> r.moneyReturned());
    assertThat(alpha.refunds()).isEmpty();
    assertThat(taken()).containsExactly(lostAnswer.text());

    aGivenUpChargeIsRefunded();
  }

  private void aGivenUpChargeIsRefunded() {
    alpha.behave(
        Behaviour.of(Mode.TAKES_AND_CUTS).on(Operation.CHARGE, Operation.QUERY, Operation.VOID));
    CustomerId customer = someCustomer("given-up");
    OrderId order = someOrder();
    world.registers(customer).join();
    world.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(world.deadLetters()).hasSize(1));
    assertThat(world.status(order)).isEqualTo("UNCERTAIN");
    assertThat(taken()).contains(order.text());

    alpha.behave(Behaviour.of(Mode.UP));
    world.asksToRefund(customer, order);

    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("REFUNDED"));
    assertThat(world.replies(order).getLast()).contains("\"moneyWasReturned\":true");
    assertThat(taken()).doesNotContain(order.text());
  }

  @Test
  void readsNoCommandsWhileNoProviderCanBeReachedAndThenChargesEachOnce() {
    alpha.behave(Behaviour.of(Mode.DOWN));
    beta.behave(Behaviour.of(Mode.DOWN));
    start(
        "--parkade.parking.retry.initial=100ms",
        "--parkade.payment.gateway.concurrent-calls=1",
        "--parkade.payment.gateway.breaker-minimum-calls=4",
        "--parkade.payment.gateway.breaker-window=4",
        "--parkade.payment.gateway.breaker-open-for=3s",
        "--parkade.payment.gateway.breaker-trial-calls=1");
    List<Message<ChargePayment>> commands = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      CustomerId customer = someCustomer("many");
      world.registers(customer).join();
      commands.add(world.asksToCharge(customer, someOrder(), 1000));
    }
    Providers providers = world.bean(Providers.class);
    Eventually.within(
        SOON,
        () -> {
          assertThat(providers.isAway()).isTrue();
          assertThat(world.get("/actuator/health/readiness", true))
              .contains("\"circuit\":\"open\"");
        });

    assertThat(world.parkedRecords().stream().map(ConsumerRecord::key).distinct().count())
        .isLessThan(30);
    assertThat(taken()).isEmpty();
    alpha.behave(Behaviour.of(Mode.UP));
    beta.behave(Behaviour.of(Mode.UP));

    List<String> orders = commands.stream().map(c -> c.body().orderId().text()).toList();
    Eventually.within(
        SOON,
        () ->
            assertThat(commands).allMatch(c -> "CHARGED".equals(world.status(c.body().orderId()))));
    assertThat(taken()).containsExactlyInAnyOrderElementsOf(orders);
    assertThat(alpha.happened(Mode.DOWN)).isPositive();
    assertThat(beta.happened(Mode.DOWN)).isPositive();
  }

  private void start(String... settings) {
    Stream<String> all =
        Stream.of(
            "--parkade.payment.provider.kind=http",
            "--parkade.payment.provider.http[0].name=alpha",
            "--parkade.payment.provider.http[0].url=" + alpha.uri(),
            "--parkade.payment.provider.http[1].name=beta",
            "--parkade.payment.provider.http[1].url=" + beta.uri(),
            // only what is late on purpose: not a busy machine
            "--parkade.payment.provider.connect-timeout=20s",
            "--parkade.payment.gateway.time-limit=2s");
    world.start(Stream.concat(all, Stream.of(settings)).toArray(String[]::new));
  }

  private OrderId charged(String name) {
    CustomerId customer = someCustomer(name);
    OrderId order = someOrder();
    world.registers(customer).join();
    world.asksToCharge(customer, order, 1000);
    Eventually.within(SOON, () -> assertThat(world.status(order)).isEqualTo("CHARGED"));
    return order;
  }

  /// The orders whose money a provider holds; twice if two do.
  private List<String> taken() {
    return Stream.concat(alpha.charges().stream(), beta.charges().stream())
        .filter(c -> c.status() == Status.TAKEN)
        .map(c -> c.body().orderId())
        .toList();
  }

  private String provider(OrderId order) {
    return column("provider", order);
  }

  private String customerOf(OrderId order) {
    return column("customer_id", order);
  }

  private String column(String name, OrderId order) {
    return world
        .jdbc()
        .sql("select " + name + " from payment where order_id = :id::uuid")
        .param("id", order.text())
        .query(String.class)
        .single();
  }
}
