package dev.parkade.e2e.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.prometheus.Docker;
import dev.parkade.e2e.prometheus.PrometheusServer;
import dev.parkade.e2e.prometheus.Rule;
import dev.parkade.e2e.prometheus.Target;
import dev.parkade.local.Part;
import dev.parkade.testkit.waiting.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Each fault that this system can have makes its alert fire, and mending it makes the alert
/// resolve: a real Prometheus, the rules as they are but 720 times as fast, a real system. The
/// tests are one story, because the alerts are about minutes and this must not take hours.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertsIT {
  private static final TimeScale SCALE = new TimeScale(720, Duration.ofSeconds(4));
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final int MOST_ORDERS = 2_000;

  /// The lock that makes a replica the one that relays: the bytes of "parkade".
  private static final long LEADERSHIP = 0x7061726b616465L;

  private static Path folder;
  private static Plant plant;
  private static PrometheusServer prometheus;
  private static Alarms alarms;

  @BeforeAll
  static void start() throws Exception {
    Docker.required("no alert is seen firing in a running system");
    Path all = RuleFiles.REPOSITORY.resolve("ops/e2e/target/alerts");
    folder = Files.createTempDirectory(Files.createDirectories(all), "run");
    plant = new Plant(folder.resolve("data"));
    plant.up();
    prometheus = PrometheusServer.start(configuration());
    alarms = new Alarms(prometheus.api());
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (plant != null) {
      plant.close();
    }
  }

  @Test
  @Order(1)
  void nothingFiresInASystemThatIsWell() throws Exception {
    plant.product("tea", 1_999, 100_000);
    plant.register("ada");
    String order = plant.order("ada", "tea");

    Eventually.within(
        SOON,
        () -> {
          assertThat(plant.status(order)).isEqualTo("CONFIRMED");
          assertThat(targets()).hasSize(4).allMatch(Target::isUp);
          assertThat(prometheus.api().rules())
              .hasSizeGreaterThan(20)
              .allSatisfy(it -> assertThat(it.health()).as(it.lastError()).isEqualTo("ok"));
        });
    alarms.beSilent();
  }

  @Test
  @Order(2)
  void aFeedOfCustomersThatIsHeldBackAndOrdersThatWaitForThem() throws Exception {
    plant.holdRelay(Part.CUSTOMER);
    plant.register("grace");
    String raced = plant.order("grace", "tea");
    var strangers = new Strangers();

    alarms.fire(strangers::orderNowAndThen, "ParkadeOrdersBurnFast", "ParkadeOrdersBurnSlow");
    alarms.fire(
        "ParkadeRelayLagging/customer-service", "ParkadeFeedStalled", "ParkadeParkedOverdue");

    plant.releaseRelay(Part.CUSTOMER);
    alarms.resolve("ParkadeRelayLagging/customer-service", "ParkadeFeedStalled");
    Eventually.within(SOON, () -> assertThat(plant.status(raced)).isEqualTo("CONFIRMED"));
  }

  @Test
  @Order(3)
  void aRefundWithoutAnswerAndALogThatGrowsMeanwhile() throws Exception {
    plant.holdRelay(Part.PAYMENT);
    String order = plant.order("ada", "tea");
    Eventually.within(SOON, () -> assertThat(plant.isPaid(order, "CHARGED")).isTrue());
    plant.cancel(order);
    writeLogUntilTheSlotOfPaymentsIsInDanger();
    alarms.fire("ParkadeSagaStuck", "ParkadeSlotNearlyLost/payment-service");

    plant.resolve(order);
    plant.releaseRelay(Part.PAYMENT);

    alarms.resolve("ParkadeSagaStuck", "ParkadeSlotNearlyLost");
  }

  @Test
  @Order(4)
  void stockThatSomebodyChangedByHand() throws Exception {
    plant.sql(Part.INVENTORY, "update product set held = held + 1, available = available - 1");
    alarms.fire("ParkadeInvariantViolated");

    plant.sql(Part.INVENTORY, "update product set held = held - 1, available = available + 1");
    alarms.resolve("ParkadeInvariantViolated");
  }

  @Test
  @Order(5)
  void customersWhoNeverArrive() throws Exception {
    // before the provider goes: what it makes wait counts like a stalled feed, and ages stop;
    // and what comes in a burst is news for a few seconds only
    alarms.haveFired("ParkadeDeadLettersGrow");
    alarms.fire("ParkadeDeadLettersOld");
    alarms.resolve("ParkadeParkedOverdue");

    // as the runbook says, for orders that nobody wants any more
    plant.parkade(
        "dlq",
        "discard",
        "--reason",
        "CUSTOMER_NEVER_ARRIVED",
        "--why",
        "made up by a test",
        "--yes");
    alarms.resolve("ParkadeDeadLettersGrow", "ParkadeDeadLettersOld");
  }

  @Test
  @Order(6)
  void aPaymentProviderThatIsAway() throws Exception {
    plant.provider("down");
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      plant.register("buyer-" + i);
      orders.add(plant.order("buyer-" + i, "tea"));
    }
    alarms.fire("ParkadeCircuitOpen");
    // a payment beyond those that opened the circuit is not consumed any more
    orders.add(plant.order("ada", "tea"));
    alarms.fire("ParkadeConsumerLagging/payment-service");

    plant.provider("up");
    alarms.resolve("ParkadeCircuitOpen", "ParkadeConsumerLagging/payment-service");
    Eventually.within(
        SOON, () -> assertThat(plant.status(orders.getLast())).isEqualTo("CONFIRMED"));
  }

  @Test
  @Order(7)
  void aTableThatIsNotThere() throws Exception {
    plant.sql(Part.INVENTORY, "alter table hold rename to hold_elsewhere");
    String order = plant.order("ada", "tea");
    alarms.fire("ParkadeConsumerRetrying/inventory-service");

    plant.sql(Part.INVENTORY, "alter table hold_elsewhere rename to hold");
    alarms.resolve("ParkadeConsumerRetrying");
    Eventually.within(SOON, () -> assertThat(plant.status(order)).isEqualTo("CONFIRMED"));
  }

  @Test
  @Order(8)
  void aServiceThatDiesAndLosesItsSlotAndFindsItsPlaceTaken() throws Exception {
    plant.kill(Part.CUSTOMER);
    alarms.fire("ParkadeTargetDown/customer-service");

    try (Connection somebody = plant.superuser(Part.CUSTOMER.database());
        Statement statement = somebody.createStatement()) {
      Eventually.within(
          SOON,
          () ->
              statement.execute(
                  "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
                      + " where database = current_database()"));
      statement.execute("select pg_advisory_lock(" + LEADERSHIP + ")");
      plant.up();
      alarms.fire("ParkadeRelayWithoutLeader/customer-service");
    }
    alarms.fire("ParkadeSlotLost/customer-service");

    alarms.resolve("ParkadeTargetDown", "ParkadeRelayWithoutLeader", "ParkadeSlotLost");
    plant.register("edsger");
    String order = plant.order("edsger", "tea");
    Eventually.within(SOON, () -> assertThat(plant.status(order)).isEqualTo("CONFIRMED"));
  }

  @Test
  @Order(9)
  void inTheEndEveryAlertHasFiredAndNoneFiresAnyMore() throws Exception {
    alarms.resolve("ParkadeOrdersBurnFast", "ParkadeOrdersBurnSlow");
    alarms.beSilent();

    Set<String> all =
        RuleFiles.ofThisCheckout().alerts().stream()
            .map(RuleFiles.AlertRule::name)
            .collect(Collectors.toSet());
    assertThat(alarms.firedAndResolved()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(alarms.everFired()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(prometheus.api().rules()).extracting(Rule::health).containsOnly("ok");
  }

  /// Customers whom nobody ever registers; one of them orders every tenth of a second.
  private static final class Strangers {
    private static final long PAUSE_NANOS = 100_000_000;
    private int ordered;
    private long last = System.nanoTime();

    void orderNowAndThen() throws Exception {
      if (System.nanoTime() - last >= PAUSE_NANOS && ordered < MOST_ORDERS) {
        last = System.nanoTime();
        plant.order("nobody-" + ordered++, "tea");
      }
    }
  }

  /// Nobody but the slots minds: the log is of another database.
  private static void writeLogUntilTheSlotOfPaymentsIsInDanger() throws Exception {
    try (Connection connection = plant.superuser("postgres");
        Statement statement = connection.createStatement()) {
      for (int megabytes = 0; megabytes < 200; megabytes++) {
        try (var danger =
            statement.executeQuery(
                """
                select safe_wal_size < 0.22 * (safe_wal_size
                  + pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn))
                from pg_replication_slots where database = 'payment'
                """)) {
          danger.next();
          if (danger.getBoolean(1)) {
            return;
          }
        }
        statement.execute("select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))");
      }
    }
    throw new IllegalStateException("the slot does not fall behind");
  }

  private static List<Target> targets() {
    return prometheus.api().targets().stream().filter(it -> it.job().equals("parkade")).toList();
  }

  /// What `docker compose` gives to Prometheus, but the times and the addresses.
  private static Path configuration() throws IOException {
    RuleFiles ours = RuleFiles.ofThisCheckout();
    Path made = Files.createDirectories(folder.resolve("prometheus"));
    String configuration =
        Files.readString(ours.folder().resolve("prometheus.yml"))
            .replaceAll("_(interval|timeout): \\d+s", "_$1: 1s");
    for (Part service : Part.services()) {
      int port = plant.endpoints().ports().inner(service);
      configuration = configuration.replaceAll(service.label() + ":\\d+", "127.0.0.1:" + port);
    }
    Files.writeString(made.resolve("prometheus.yml"), configuration);
    Files.createDirectories(made.resolve("rules"));
    for (Path rules : ours.rules()) {
      Files.writeString(
          made.resolve("rules").resolve(rules.getFileName()), SCALE.apply(Files.readString(rules)));
    }
    return made;
  }
}
