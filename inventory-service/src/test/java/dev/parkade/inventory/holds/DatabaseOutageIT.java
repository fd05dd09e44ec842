package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.inventory.StockReserved;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@InventoryServiceTest
class DatabaseOutageIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired World world;

  @Autowired JdbcClient jdbc;
  private String database;

  @BeforeEach
  void theDatabaseHasAName() {
    database = jdbc.sql("select current_database()").query(String.class).single();
  }

  @AfterEach
  void theDatabaseIsBack() {
    bringDatabaseBack();
  }

  @Test
  void waitsForItsDatabaseSaysSoAndLosesNothing() {
    world.product("tent", 5);
    var before = world.order();
    world.send(reserve(before, line("tent", 1)));
    world.replies(before, 1);
    var dlq = world.watch(Topics.INVENTORY_DLQ);

    takeDatabaseAway();
    var during = world.order();
    world.send(reserve(during, line("tent", 1)));

    var refused = world.get("/api/v1/products/tent");
    world.assertProblem(refused, 503, "temporarily-unavailable");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertReadiness(503);
    world.assertAlive();

    bringDatabaseBack();

    assertThat(world.replies(during, 1)).singleElement().isInstanceOf(StockReserved.class);
    world.assertUnits("tent", 3, 2, 0);
    assertReadiness(200);
    assertThat(dlq.poll(Duration.ofMillis(500))).isEmpty();
    dlq.close();
  }

  /// Takes the database away, as far as the service can tell: open connections end, new ones are
  /// refused.
  private void takeDatabaseAway() {
    administer("alter database %s allow_connections false");
    // the one who is told to end does so a moment later
    administer(
        "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = '%s'");
  }

  private void bringDatabaseBack() {
    administer("alter database %s allow_connections true");
  }

  private void administer(String sql) {
    try (var connection = Environment.postgres().connectAsSuperuser("postgres");
        var statement = connection.createStatement()) {
      statement.execute(sql.formatted(database));
    } catch (SQLException e) {
      throw new IllegalStateException("cannot administer " + database, e);
    }
  }

  private void assertReadiness(int status) {
    Eventually.within(
        SOON,
        () ->
            assertThat(world.manage("/actuator/health/readiness").statusCode()).isEqualTo(status));
  }
}
