package dev.parkade.order.execution;

import dev.parkade.order.projections.ProjectionTables;
import dev.parkade.order.projections.Projections;
import dev.parkade.order.storage.History;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.consuming.TransientFailure;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.writing.Write;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Writes the work of a transaction as one statement: history, sagas, outgoing messages and what
/// clients read.
@Component
class SagaWriting {

  private final JdbcClient jdbc;
  private final History history;
  private final Projections projections;
  private final Outbox outbox;

  SagaWriting(JdbcClient jdbc, History history, Projections projections, Outbox outbox) {
    this.jdbc = jdbc;
    this.history = history;
    this.projections = projections;
    this.outbox = outbox;
  }

  /// Writes messages that come with no change of any saga.
  void write(List<Outgoing> outgoing) {
    outbox.addAll(outgoing);
  }

  /// Writes what a run gathered.
  ///
  /// @param before the locked sagas as they were
  /// @param sagas writes them as they are now
  void write(SagaRun run, List<StoredSaga> before, Write sagas) {
    Write lines = history.append(run.history());
    List<Write> writes = new ArrayList<>();
    writes.add(lines);
    writes.add(sagas);
    if (!run.outgoing().isEmpty()) {
      writes.add(outbox.write(run.outgoing()));
    }
    writes.addAll(projections.follow(before, run.history(), lines));
    try {
      Write.all(writes, jdbc);
    } catch (BadSqlGrammarException e) {
      throw ProjectionTables.isMissing(e)
          ? new TransientFailure(
              "a table of the query side is missing, and orders wait for it; to build it:"
                  + " ops/parkade projections rebuild",
              e)
          : e;
    }
  }
}
