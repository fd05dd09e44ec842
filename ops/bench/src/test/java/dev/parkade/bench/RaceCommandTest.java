package dev.parkade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesItsOptionsAndContenders() {
    assertThat(run("race", "--help")).isZero();

    assertThat(out.toString())
        .contains("--seconds", "--rate", "--repetitions", "--report", "--plot", "--contenders")
        .contains("parkade", "retryable-topic-100ms", "streams-exactly-once", "polled-table");
  }

  @Test
  void takesAnUnknownContenderForWrongUsage() {
    assertThat(run("race", "--contenders", "parkade,horse")).isEqualTo(2);

    assertThat(err.toString()).contains("no contender horse", "blocking-retry");
  }

  @Test
  void takesImpossibleFiguresForWrongUsage() {
    assertThat(run("race", "--seconds", "0")).isEqualTo(2);
    assertThat(run("race", "--rate", "many")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);

    assertThat(err.toString()).contains("--seconds must be between", "many", "Missing benchmark");
  }

  @Test
  void refusesAReportThatCannotBeWrittenBeforeItMeasures() {
    assertThat(run("race", "--report", directory.resolve("no/such/folder.json").toString()))
        .isEqualTo(2);

    assertThat(err.toString()).contains("cannot write");
  }

  private int run(String... arguments) {
    return Bench.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
