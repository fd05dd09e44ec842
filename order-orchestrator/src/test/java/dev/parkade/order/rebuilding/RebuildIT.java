package dev.parkade.order.rebuilding;

import static dev.parkade.order.scenario.Participants.charged;
import static dev.parkade.order.scenario.Participants.committed;
import static dev.parkade.order.scenario.Participants.released;
import static dev.parkade.order.scenario.Participants.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.scenario.Api;
import dev.parkade.order.scenario.Leftovers;
import dev.parkade.order.scenario.OrchestratorTest;
import dev.parkade.order.scenario.Participants;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@OrchestratorTest
class RebuildIT {

  private final Participants participants = Participants.shared();
  @Autowired JdbcClient jdbc;
  @Autowired TestClock clock;
  @Autowired DataSource database;
  @LocalServerPort int port;
  @LocalManagementPort int managementPort;
  private Api api;
  private RunClient runs;

  @BeforeEach
  void clients() {
    // what other tests left would change the tables while they are compared
    Leftovers.awaitNone(jdbc, clock);
    api = new Api(port);
    runs = new RunClient(managementPort);
  }

  @Test
  void emptiedTablesAreFilledAgainWhileOrdersComeAndGo() {
    var placed = new AtomicInteger();
    var enough = new AtomicBoolean();
    try (var clients = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Void>> load =
          IntStream.range(0, 4)
              .mapToObj(_ -> CompletableFuture.runAsync(() -> orders(placed, enough), clients))
              .toList();
      for (int rebuilt = 0; rebuilt < 4 || placed.get() < 80; rebuilt++) {
        // in the order in which writers use them, so that nobody waits in a circle
        jdbc.sql(
                """
                truncate projections.order_timeline, projections.order_view,
                  projections.customer_summary, projections.customer_total
                """)
            .update();
        isDone(runs.run("rebuild"));
      }
      enough.set(true);
      load.forEach(CompletableFuture::join);
    }

    JsonNode verified = runs.run("verify");

    isDone(verified);
    assertThat(verified.path("differences").toString()).isEqualTo("{}");
    assertThat(verified.path("orders").asInt()).isGreaterThanOrEqualTo(placed.get());
    assertThat(verified.path("customers").asInt()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void aRebuildOfWhatIsRightChangesNothingAndOneOfNothingGivesTheSame() {
    confirm(api.place());
    Map<String, String> before = Digest.of(jdbc);

    JsonNode first = runs.run("rebuild");
    Map<String, String> untouched = Digest.of(jdbc);
    jdbc.sql("drop schema projections cascade").update();
    JsonNode second = runs.run("rebuild");

    assertThat(first.path("differences").toString()).isEqualTo("{}");
    assertThat(untouched).isEqualTo(before);
    assertThat(second.path("differences").path("ORDER_VIEW").asInt())
        .isEqualTo(second.path("orders").asInt());
    assertThat(second.path("complete").asBoolean()).isTrue();
    assertThat(Digest.of(jdbc)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema projections cascade",
        "table projections.order_view",
        "table projections.order_timeline",
        "table projections.customer_summary",
        "table projections.customer_total"
      })
  void anAnswerWaitsForADroppedTableAndIsNoDeadLetter(String dropped) {
    OrderId order = api.place();
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    api.awaitState(order, "COMMITTING");

    jdbc.sql("drop " + dropped).update();
    participants.answer(order, committed(order));
    Eventually.within(
        Participants.SOON,
        () -> assertThat(runs.readiness()).contains("ops/parkade projections rebuild"));
    JsonNode verified = runs.run("verify");
    isDone(runs.run("rebuild"));

    assertThat(verified.path("error").asString()).contains("ops/parkade projections rebuild");
    api.awaitEnd(order, "CONFIRMED", "");
    assertThat(participants.deadLetters(order.text())).isEmpty();
    Eventually.within(Participants.SOON, () -> confirm(api.place()));
    assertThat(runs.run("verify").path("differences").toString()).isEqualTo("{}");
  }

  @Test
  void clientsAreToldThatWhatTheyReadIsNotBuilt() {
    OrderId order = api.place();
    jdbc.sql("drop schema projections cascade").update();

    Eventually.within(
        Participants.SOON,
        () -> api.get("/api/v1/orders/" + order).isProblem(503, "projections-not-built"));
    api.get("/api/v1/orders?customerId=ada").isProblem(503, "projections-not-built");
    api.get("/api/v1/orders/summary?customerId=ada").isProblem(503, "projections-not-built");
    api.post(Api.ONE_SHIRT, Api.newKey()).isProblem(503, "temporarily-unavailable");

    isDone(runs.run("rebuild"));
    assertThat(api.status(order)).isEqualTo("PENDING");
  }

  @Test
  void aRebuildThatIsKilledInTheMiddleIsReadableAndTheNextOneEndsIt() throws SQLException {
    List<OrderId> orders = IntStream.range(0, 6).mapToObj(_ -> api.place()).toList();
    Map<String, String> before = Digest.of(jdbc);
    jdbc.sql("update projections.order_view set version = version + 7").update();
    jdbc.sql("delete from projections.order_timeline where seq = 2").update();
    var small = new RebuildingSettings(2, Duration.ofSeconds(1), 3);

    try (Connection connection = database.getConnection()) {
      int backend = backend(connection);
      Progress killing =
          (_, done) -> {
            if (done == 4) {
              kill(backend);
            }
          };
      assertThatThrownBy(() -> new Pass(connection, small, killing).rebuild())
          .isInstanceOf(RuntimeException.class);
    }

    assertThat(orders).allSatisfy(order -> assertThat(api.status(order)).isEqualTo("PENDING"));
    assertThat(Digest.of(jdbc)).isNotEqualTo(before);
    isDone(runs.run("rebuild"));
    assertThat(Digest.of(jdbc)).isEqualTo(before);
  }

  @Test
  void aSecondRebuildIsRefusedWhereverTheFirstOneRuns() throws SQLException {
    try (Connection elsewhere = database.getConnection();
        var statement = elsewhere.createStatement()) {
      statement.execute("select pg_advisory_lock(" + Runs.LOCK + ")");
      var refused = runs.begin("rebuild");
      statement.execute("select pg_advisory_unlock(" + Runs.LOCK + ")");

      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("another instance is rebuilding");
    }
    OrderId order = api.place();
    try (Connection holding = database.getConnection();
        var statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("select from orders where id = '" + order + "' for update");
      assertThat(runs.begin("rebuild").statusCode()).isEqualTo(202);
      var refused = runs.begin("verify");
      runs.stop();
      holding.rollback();

      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("this instance is busy with run");
    }
    assertThat(runs.awaitEnd().path("state").asString()).isEqualTo("STOPPED");
    assertThat(runs.begin("flatten").statusCode()).isEqualTo(404);
    isDone(runs.run("rebuild"));
  }

  @Test
  void verifyingFindsWhateverWasTamperedWithAndARebuildMendsIt() {
    OrderId changed = api.place();
    OrderId missing = api.place();
    OrderId shortened = api.place();
    String invented = "01900000-0000-7000-8000-00000000abcd";
    confirm(changed);
    Map<String, String> before = Digest.of(jdbc);
    update("update projections.order_view set total_amount = 9900 where order_id = :id", changed);
    update("update projections.order_timeline set detail = '?' where order_id = :id", changed);
    update("delete from projections.order_view where order_id = :id", missing);
    update("delete from projections.order_timeline where order_id = :id and seq = 2", shortened);
    update(
        """
        insert into projections.order_view
        select '%s', 'nobody', status, reason, lines, 1, 'EUR', 1, created_at, updated_at
        from projections.order_view where order_id = :id
        """
            .formatted(invented),
        changed);

    JsonNode found = runs.run("verify");
    JsonNode mended = runs.run("rebuild");

    String all = found.path("described").toString();
    assertThat(all)
        .contains(changed.text(), "9900", missing.text(), "is missing", invented, "no such order");
    assertThat(all).contains(shortened.text(), "line 2 is missing");
    assertThat(found.path("differences").path("ORDER_VIEW").asInt()).isEqualTo(3);
    assertThat(found.path("differences").path("CUSTOMER_SUMMARY").asInt()).isPositive();
    assertThat(mended.path("differences").path("ORDER_VIEW").asInt()).isEqualTo(3);
    assertThat(runs.run("verify").path("differences").toString()).isEqualTo("{}");
    assertThat(Digest.of(jdbc)).isEqualTo(before);
  }

  @Test
  void aSagaThatIsNotAsItsHistorySaysIsToldAndNotTouched() {
    OrderId order = api.place();
    update("update orders set reason = null, customer_id = 'eve' where id = :id", order);

    JsonNode found = runs.run("rebuild");
    update("update orders set customer_id = 'ada' where id = :id", order);

    assertThat(found.path("differences").toString()).isEqualTo("{\"SAGA\":1}");
    assertThat(found.path("described").get(0).path("id").asString()).isEqualTo(order.text());
    assertThat(api.order(order).path("customerId").asString()).isEqualTo("ada");
  }

  /// Orders of a few customers that are placed, confirmed and cancelled.
  private void orders(AtomicInteger placed, AtomicBoolean enough) {
    while (!enough.get()) {
      anOrder(placed.incrementAndGet());
    }
  }

  private void anOrder(int n) {
    String body = Api.ONE_SHIRT.replace("ada", "customer-" + n % 7);
    OrderId order = api.post(body, Api.newKey()).order();
    if (n % 5 == 0) {
      api.cancel(order);
      participants.answer(order, released(order));
      awaitSagaState(order, "CANCELLED");
    } else {
      participants.answer(order, reserved(order));
      participants.answer(order, charged(order));
      participants.answer(order, committed(order));
      awaitSagaState(order, "CONFIRMED");
    }
  }

  /// Not out of what is being truncated.
  private void awaitSagaState(OrderId order, String state) {
    Eventually.within(
        Participants.SOON,
        () ->
            assertThat(
                    jdbc.sql("select state from orders where id = :id")
                        .param("id", order.value())
                        .query(String.class)
                        .single())
                .isEqualTo(state));
  }

  private void confirm(OrderId order) {
    participants.answer(order, reserved(order));
    participants.answer(order, charged(order));
    participants.answer(order, committed(order));
    api.awaitEnd(order, "CONFIRMED", "");
  }

  private static void isDone(JsonNode run) {
    assertThat(run.path("state").asString()).as(run.toString()).isEqualTo("DONE");
  }

  private void update(String sql, OrderId order) {
    assertThat(jdbc.sql(sql).param("id", order.value()).update()).isPositive();
  }

  private void kill(int backend) {
    jdbc.sql("select pg_terminate_backend(:pid)").param("pid", backend).query(Boolean.class).list();
  }

  private static int backend(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
