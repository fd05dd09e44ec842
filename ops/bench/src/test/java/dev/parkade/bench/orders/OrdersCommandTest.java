package dev.parkade.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OrdersCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void namesItsOptions() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("--rate", "--seconds", "--warm-up", "--backlog", "--poison", "--down")
        .contains("--report", "--data-dir", "--port-offset");
  }

  @Test
  void takesImpossibleFiguresForWrongUsage() {
    assertThat(run("--rate", "0")).isEqualTo(2);
    assertThat(run("--seconds", "100000")).isEqualTo(2);
    assertThat(run("--port-offset", "-1")).isEqualTo(2);

    assertThat(err.toString())
        .contains("--rate must be between 1 and 500, not 0", "--seconds must be", "port offset");
  }

  @Test
  void refusesAReportThatCannotBeWrittenBeforeItStartsAnything() {
    assertThat(run("--report", directory.resolve("no/such/folder.json").toString())).isEqualTo(2);

    assertThat(err.toString()).contains("cannot write");
  }

  private int run(String... arguments) {
    return new CommandLine(new OrdersCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
