package dev.parkade.order.deadlines;

import dev.parkade.order.execution.SagaExecution;
import dev.parkade.order.execution.SagaSettings;
import dev.parkade.order.execution.Timers;
import dev.parkade.order.saga.Definitions;
import dev.parkade.order.storage.Sagas;
import dev.parkade.order.storage.StoredSaga;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks for overdue sagas and does what their time limits say. Due times are columns, so nothing
/// is forgotten over a restart; rows that another orchestrator works on are skipped, so nothing is
/// done twice.
@Component
class DeadlineSweep {

  private static final Logger log = LoggerFactory.getLogger(DeadlineSweep.class);

  private final Sagas sagas;
  private final SagaExecution execution;
  private final SagaSettings settings;
  private final Timers timers;
  private final Definitions definitions;
  private final Clock clock;
  private final TransactionOperations transactions;

  DeadlineSweep(
      Sagas sagas,
      SagaExecution execution,
      SagaSettings settings,
      Definitions definitions,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.sagas = sagas;
    this.execution = execution;
    this.settings = settings;
    this.timers = new Timers(settings);
    this.definitions = definitions;
    this.clock = clock;
    this.transactions = new TransactionTemplate(transactions);
  }

  /// Sweeps slice by slice until nothing is due.
  @Scheduled(fixedDelayString = "${parkade.saga.sweep-interval}")
  void sweep() {
    int fired;
    do {
      fired = Objects.requireNonNull(transactions.execute(_ -> slice()));
    } while (fired == settings.sweepSlice());
  }

  private int slice() {
    Instant now = clock.instant();
    List<StoredSaga> due = sagas.lockDue(now, settings.sweepSlice(), definitions.versions());
    if (!due.isEmpty()) {
      execution.runLocked(due, saga -> timers.overdue(saga, now));
      log.info("{} sagas were overdue, the first is {}", due.size(), due.getFirst().id());
    }
    return due.size();
  }
}
