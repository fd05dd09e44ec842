package dev.parkade.inventory.holds;

import dev.parkade.runtime.consuming.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Compares what the products say is held with what the holds say. That every unit is available,
/// held or sold is a constraint of the table; that the held ones are held for somebody is not.
@Component
class StockAudit {

  private static final Logger log = LoggerFactory.getLogger(StockAudit.class);

  private final JdbcClient jdbc;
  private final HoldMetrics metrics;

  StockAudit(JdbcClient jdbc, HoldMetrics metrics) {
    this.jdbc = jdbc;
    this.metrics = metrics;
  }

  @Scheduled(fixedDelayString = "${parkade.holds.audit-interval:15s}")
  void measure() {
    try {
      long violations = violations();
      metrics.measured(active(), violations);
      if (violations > 0) {
        log.error("{} products hold other units than their active holds say", violations);
      }
    } catch (RuntimeException e) {
      if (!Failures.isTransient(e)) {
        throw e;
      }
      log.debug("the audit waits for its next turn", e);
    }
  }

  /// How many products disagree with the holds. One statement, so one consistent view.
  long violations() {
    return jdbc.sql(
            """
            select count(*)
            from (select sku, held from product where held > 0) p
            full join (
              select l.sku, sum(l.quantity) as held
              from hold h, jsonb_to_recordset(h.lines) as l (sku text, quantity bigint)
              where h.status = 'HELD'
              group by l.sku
            ) h on h.sku = p.sku
            where coalesce(p.held, 0) <> coalesce(h.held, 0)
            """)
        .query(Long.class)
        .single();
  }

  private long active() {
    return jdbc.sql("select count(*) from hold where status = 'HELD'").query(Long.class).single();
  }
}
