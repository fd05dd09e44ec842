package dev.parkade.runtime.outage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SaidOnceTest {
  private final LoggerContext logback = new LoggerContext();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private long now = Long.MAX_VALUE - 5;

  @BeforeEach
  void install() {
    logback.addTurboFilter(new SaidOnce(() -> now));
    said.start();
    logback.getLogger("ROOT").addAppender(said);
  }

  @Test
  void whatEveryClientRepeatsIsSaidOnceAMinute() {
    var client = logback.getLogger("org.apache.kafka.clients.NetworkClient");

    for (int second = 0; second < 150; second++) {
      client.warn("Connection to node {} could not be established", -1);
      now += Duration.ofSeconds(1).toNanos();
    }

    assertThat(said.list).hasSize(3);
  }

  @Test
  void aDatabaseThatIsAwayIsToldOnceAMinuteWithItsStack() {
    var health =
        logback.getLogger("org.springframework.boot.jdbc.health.DataSourceHealthIndicator");
    var away = new SQLTransientConnectionException("not available");

    for (int check = 0; check < 12; check++) {
      health.warn("DataSource health check failed", away);
      now += Duration.ofSeconds(5).toNanos();
    }

    assertThat(said.list).hasSize(1);
    assertThat(said.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("not available");
  }

  @Test
  void anotherExceptionIsNewsAtOnce() {
    var jobs =
        logback.getLogger("org.springframework.scheduling.support.TaskUtils$LoggingErrorHandler");

    for (int run = 0; run < 3; run++) {
      jobs.error("Unexpected error", new SQLTransientConnectionException("not available"));
      jobs.error("Unexpected error", new IllegalStateException("a fault of ours"));
    }

    assertThat(said.list)
        .extracting(it -> it.getThrowableProxy().getMessage())
        .containsExactly("not available", "a fault of ours");
  }

  @Test
  void whatOthersSayPasses() {
    var client = logback.getLogger("org.apache.kafka.clients.NetworkClient");
    var other = logback.getLogger("org.apache.kafka.clients.Metadata");

    for (int i = 0; i < 3; i++) {
      client.info("not there");
      other.warn("strange");
      other.error("broken");
    }

    assertThat(said.list).hasSize(9);
  }
}
