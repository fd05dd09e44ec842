package dev.parkade.bench.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DlqCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesItsOptions() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("--starts", "--letters", "--peer", "--many", "--heap", "--report");
  }

  @Test
  void takesImpossibleFiguresForWrongUsage() {
    assertThat(run("--starts", "0")).isEqualTo(2);
    assertThat(run("--letters", "5000", "--peer", "6000")).isEqualTo(2);
    assertThat(run("--heap", "1")).isEqualTo(2);

    assertThat(err.toString())
        .contains("--starts must be between 1 and 100, not 0")
        .contains("--peer must be between 1000 and 5000, not 6000", "--heap must be");
  }

  @Test
  void refusesAReportThatCannotBeWrittenBeforeItStartsAnything() {
    assertThat(run("--report", directory.resolve("no/such/folder.json").toString())).isEqualTo(2);

    assertThat(err.toString()).contains("cannot write");
  }

  private int run(String... arguments) {
    return new CommandLine(new DlqCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
