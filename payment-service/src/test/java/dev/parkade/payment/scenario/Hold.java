package dev.parkade.payment.scenario;

import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.statements.StatementCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/// Holds the process at a [HoldPoint]: through the interfaces that Kafka and Spring offer for
/// looking on, so the service knows nothing of it. The first time only.
public final class Hold
    implements ProducerInterceptor<String, byte[]>, TransactionExecutionListener, SmartLifecycle {

  /// Behind the web server, before the listener containers.
  private static final int PHASE = AbstractMessageListenerContainer.DEFAULT_PHASE - 1;

  private static final HoldPoint POINT =
      HoldPoint.valueOf(System.getProperty("parkade.hold.point", HoldPoint.NONE.name()));
  private static final Path REACHED = Path.of(System.getProperty("parkade.hold.reached", "none"));
  private static final Path GO = Path.of(System.getProperty("parkade.hold.go", "none"));

  static final StatementCounter STATEMENTS = new StatementCounter();

  private static volatile boolean parked;
  private static boolean used;

  /// Called by Kafka and by Spring.
  public Hold() {}

  private static void at(HoldPoint point) {
    synchronized (Hold.class) {
      if (point != POINT || used) {
        return;
      }
      used = true;
    }
    try {
      Files.createFile(REACHED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!Files.exists(GO)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public ProducerRecord<String, byte[]> onSend(ProducerRecord<String, byte[]> record) {
    if (record.topic().equals(Topics.PAYMENT_PARKED.name())) {
      if (record.value() == null) {
        at(HoldPoint.BEFORE_TOMBSTONE);
      } else {
        parked = true;
        at(HoldPoint.BEFORE_PARKED_WRITE);
      }
    }
    return record;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (metadata != null
        && failure == null
        && metadata.topic().equals(Topics.PAYMENT_PARKED.name())) {
      boolean tombstone = metadata.serializedValueSize() < 0;
      at(tombstone ? HoldPoint.AFTER_TOMBSTONE : HoldPoint.AFTER_PARKED_WRITE);
    }
  }

  @Override
  public void beforeBegin(TransactionExecution transaction) {
    // orders were looked up and nothing was parked since: the provider has been asked
    boolean charged =
        !parked
            && STATEMENTS.statements().stream()
                .anyMatch(s -> s.startsWith("select * from payment"));
    STATEMENTS.reset();
    if (charged) {
      at(HoldPoint.BEFORE_CHARGE_TRANSACTION);
    }
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    if (parked) {
      at(HoldPoint.BEFORE_PARKING_COMMIT);
    }
    if (storesPayments()) {
      at(HoldPoint.BEFORE_CHARGE_COMMIT);
    }
  }

  @Override
  public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure == null && parked) {
      parked = false;
      at(HoldPoint.AFTER_PARKING_COMMIT);
    }
    if (failure == null && storesPayments()) {
      at(HoldPoint.AFTER_CHARGE_COMMIT);
    }
  }

  private static boolean storesPayments() {
    return STATEMENTS.statements().stream().anyMatch(s -> s.contains("insert into payment"));
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public void start() {
    at(HoldPoint.BEFORE_JOINING);
  }

  @Override
  public void stop() {
    // nothing to stop
  }

  @Override
  public boolean isRunning() {
    return false;
  }

  @Override
  public void close() {
    // nothing to close
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // system properties say where to hold
  }
}
