package dev.parkade.runtime.outage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
  void errorsAndWhatOthersSayPass() {
    var client = logback.getLogger("org.apache.kafka.clients.NetworkClient");
    var other = logback.getLogger("org.apache.kafka.clients.Metadata");

    for (int i = 0; i < 3; i++) {
      client.warn("not there");
      client.error("broken");
      other.warn("strange");
    }

    assertThat(said.list)
        .extracting(ILoggingEvent::getMessage)
        .containsOnlyOnce("not there")
        .filteredOn(it -> !it.equals("not there"))
        .hasSize(6);
  }
}
