package dev.parkade.order.rebuilding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parkade.order.rebuilding.Difference.Where;
import dev.parkade.testkit.environment.Database;
import dev.parkade.testkit.environment.Environment;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// Orders that were placed before histories said what they changed.
class UpgradeIT {

  private static final RebuildingSettings SETTINGS =
      new RebuildingSettings(1, Duration.ofSeconds(1), 3);
  private static final String ONE = "01900000-0000-7000-8000-000000000001";
  private static final String TWO = "01900000-0000-7000-8000-000000000002";
  private static final String THREE = "01900000-0000-7000-8000-000000000003";

  private final Database database = Environment.freshDatabase("upgrade");
  private final DriverManagerDataSource source =
      new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password());
  private final JdbcClient jdbc = JdbcClient.create(source);

  @Test
  void anUpgradeKeepsEveryOrderReadableAndSaysWhichHistoryIsNotComplete() throws SQLException {
    migrateTo("1", true);
    order(ONE, "PENDING", null, "RESERVING", 3, 0);
    history(ONE, "PLACED RESERVING 0", "COMMAND RESERVING 0", "EVENT RESERVING 0");
    order(TWO, "CANCELLED", "STOCK_UNAVAILABLE", "CANCELLED", 6, 1);
    history(TWO, "PLACED RESERVING 0", "COMMAND RESERVING 0", "EVENT RESERVING 0");
    history(TWO, "REPLY CANCELLED 1", "EVENT CANCELLED 1", "IGNORED CANCELLED 2");
    // lines of it were lost, so that no line is the last one
    order(THREE, "PENDING", null, "RESERVING", 3, 0);
    history(THREE, "PLACED RESERVING 0");

    migrateTo("latest", false);
    boolean complete = complete();
    Pass.Found rebuilt;
    Pass.Found verified;
    try (Connection connection = source.getConnection()) {
      rebuilt = new Pass(connection, SETTINGS, (_, _) -> {}).rebuild();
      verified = new Pass(connection, SETTINGS, (_, _) -> {}).verify();
    }

    assertThat(complete).isFalse();
    assertThat(complete()).isTrue();
    assertThat(rebuilt.orders()).isEqualTo(3);
    assertThat(rebuilt.differences().counts()).containsEntry(Where.ORDER_VIEW, 3L);
    assertThat(verified.differences().described())
        .extracting(Difference::where, Difference::id)
        .containsExactly(tuple(Where.HISTORY, THREE));
    assertThat(view(TWO))
        .containsEntry("status", "CANCELLED")
        .containsEntry("reason", "STOCK_UNAVAILABLE")
        .containsEntry("version", 1L);
    assertThat(view(THREE)).containsEntry("status", "PENDING").containsEntry("customer_id", "ada");
    assertThat(summary()).isEqualTo("2 pending, 1 cancelled");
  }

  private boolean complete() {
    return jdbc.sql("select complete from projections.generation").query(Boolean.class).single();
  }

  private Map<String, Object> view(String order) {
    return jdbc.sql("select * from projections.order_view where order_id = :id::uuid")
        .param("id", order)
        .query()
        .singleRow();
  }

  private String summary() {
    return jdbc.sql(
            """
            select sum(pending) || ' pending, ' || sum(cancelled) || ' cancelled'
            from projections.customer_summary where customer_id = 'ada'
            """)
        .query(String.class)
        .single();
  }

  /// @param old as a program that knew no projections did
  private void migrateTo(String version, boolean old) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/messaging", "classpath:db/order-orchestrator")
        .outOfOrder(true)
        .skipDefaultCallbacks(old)
        .target(version)
        .load()
        .migrate();
  }

  private void order(
      String id, String status, @Nullable String reason, String state, int length, int version) {
    jdbc.sql(
            """
            insert into orders
              (id, customer_id, status, reason, state, history_length, version, updated_at,
               created_at, deadline_at, lines, definition, waiting, stuck, undone_for,
               command_ids, attempt, traceparent)
            values (:id::uuid, 'ada', :status, :reason::text, :state, :length, :version,
              '2030-01-01 12:00+00'::timestamptz + make_interval(mins => :version),
              '2030-01-01 12:00+00', '2030-01-01 13:00+00',
              '[{"sku": "shirt", "quantity": 1, "unitPrice": null}]', 1, false, '', :reason::text,
              '{}', 0, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
            """)
        .param("id", id)
        .param("status", status)
        .param("reason", reason)
        .param("state", state)
        .param("length", length)
        .param("version", version)
        .update();
  }

  /// @param lines kind, state and minute of each
  private void history(String order, String... lines) {
    for (String line : lines) {
      List<String> parts = List.of(line.split(" "));
      jdbc.sql(
              """
              insert into saga_history (order_id, seq, at, kind, detail, state)
              select :id::uuid, count(*) + 1,
                '2030-01-01 12:00+00'::timestamptz + make_interval(mins => :minute), :kind, :kind,
                :state
              from saga_history where order_id = :id::uuid
              """)
          .param("id", order)
          .param("kind", parts.get(0))
          .param("state", parts.get(1))
          .param("minute", Integer.parseInt(parts.get(2)))
          .update();
    }
  }
}
