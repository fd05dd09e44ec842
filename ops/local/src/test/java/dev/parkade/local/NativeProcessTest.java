package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeProcessTest {
  @TempDir Path directory;
  private NativeProcess sleeper;

  @BeforeEach
  void startSleeper() {
    sleeper = spawn("sleep 600");
  }

  @AfterEach
  void killSleeper() {
    sleeper.kill();
  }

  @Test
  void findsAProcessByItsIdAndStart() {
    assertThat(NativeProcess.attach(sleeper.pid(), sleeper.startedAt())).isPresent();
  }

  @Test
  void takesARecycledIdForAnotherProcess() {
    var earlier = sleeper.startedAt().minus(Duration.ofMinutes(1));

    assertThat(NativeProcess.attach(sleeper.pid(), earlier)).isEmpty();
  }

  @Test
  void doesNotFindAProcessThatIsGone() {
    sleeper.kill();

    assertThat(sleeper.isAlive()).isFalse();
    assertThat(NativeProcess.attach(sleeper.pid(), sleeper.startedAt())).isEmpty();
  }

  @Test
  void killsAProcessThatIgnoresItsSignal() {
    var stubborn = spawn("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    Readiness.await(
        stubborn,
        Duration.ofMinutes(1),
        () -> Files.readString(directory.resolve("log")).contains("ready"));

    stubborn.stop("TERM", Duration.ofMillis(300));

    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void logsWhatTheProcessSays() throws Exception {
    var talker = spawn("echo out; echo err >&2; echo $GREETING");

    assertThat(talker.awaitExit(Duration.ofMinutes(1))).isTrue();

    assertThat(directory.resolve("log")).content().contains("out\nerr\nhello\n");
  }

  private NativeProcess spawn(String script) {
    return NativeProcess.spawn(
        List.of("sh", "-c", script),
        Map.of("GREETING", "hello"),
        directory.resolve("log"),
        Lifetime.DETACHED);
  }
}
