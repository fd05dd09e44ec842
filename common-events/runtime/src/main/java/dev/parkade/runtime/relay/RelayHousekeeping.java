package dev.parkade.runtime.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Prunes the outbox while the relay is well: rows beyond their retention that are known to have
/// arrived, a slice at a time, so that no pause of the relay comes of it.
final class RelayHousekeeping {

  private static final Logger log = LoggerFactory.getLogger(RelayHousekeeping.class);
  private static final int SLICE = 2_000;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final RelaySettings settings;
  private final RelayCanary canary;
  private long dueNanos = System.nanoTime() + PAUSE.toNanos();

  RelayHousekeeping(RelaySettings settings, RelayCanary canary) {
    this.settings = settings;
    this.canary = canary;
  }

  void run(Connection connection) throws SQLException {
    if (System.nanoTime() - dueNanos < 0) {
      return;
    }
    canary.clean(connection);
    int pruned = prune(connection);
    // a full slice means that there is more: go on at the next tick
    dueNanos = System.nanoTime() + (pruned == SLICE ? 0 : PAUSE.toNanos());
    if (pruned > 0) {
      log.debug("pruned {} outbox rows", pruned);
    }
  }

  private int prune(Connection connection) throws SQLException {
    String delete =
        """
        delete from outbox where seq in (
          select o.seq from outbox o, relay_state s
          where o.created_at < clock_timestamp() - make_interval(secs => ?)
            and o.created_at < s.confirmed_at - make_interval(secs => ?)
            and s.republish_after is null
          order by o.created_at limit ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(delete)) {
      statement.setDouble(1, (double) settings.retention().toSeconds());
      statement.setDouble(2, (double) settings.republishMargin().toSeconds());
      statement.setInt(3, SLICE);
      return statement.executeUpdate();
    }
  }
}
