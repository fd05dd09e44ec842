package dev.parkade.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.terminal.Failures;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void refusesAPortOffsetThatLeavesNoPorts() {
    assertThat(run("--port-offset", "60000")).isEqualTo(2);
    assertThat(run("--port-offset", "-1")).isEqualTo(2);

    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("port offset 60000");
  }

  @Test
  void refusesAReportThatCannotBeWrittenBeforeItStartsAnything() {
    assertThat(run("--report", folder.toString())).isEqualTo(2);
    assertThat(run("--report", folder.resolve("no/such/report.json").toString())).isEqualTo(2);

    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("choose another --report");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysWhichPartOfARunningSystemIsAway() {
    // {part} becomes the name of each part, which is nobody's host here
    assertThat(run("--against", "{part}.invalid")).isNotZero();

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains(
            "order-orchestrator is not ready",
            "http://order-orchestrator.invalid:9080/actuator/health/readiness",
            "docker compose up --wait");
  }

  @Test
  void saysWhichPasswordOfARunningSystemIsMissing() {
    assertThat(run("--against", "127.0.0.1", "--secrets", folder.toString())).isNotZero();

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("order-orchestrator/spring.datasource.password");
  }

  @Test
  void refusesOptionsThatItDoesNotKnow() {
    assertThat(run("--fast")).isEqualTo(2);
  }

  @Test
  void explainsItselfOnStandardOutput() {
    assertThat(run("--help")).isZero();

    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("--report", "--data-dir", "--port-offset", "--keep", "--json");
  }

  private int run(String... arguments) {
    var terminal = new Terminal(stream(data), stream(talk), false, false);
    return new CommandLine(new DemoCommand(terminal, new Home(folder), (_, _) -> 1))
        .setOut(terminal.dataWriter())
        .setErr(terminal.talkWriter())
        .setExecutionExceptionHandler(new Failures(terminal))
        .execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
