package dev.parkade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ParkadeTest {
  @TempDir Path repository;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

  @Test
  void explainsItselfOnStandardOutput() {
    assertThat(run("--help")).isZero();

    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("Usage: parkade", "up", "status", "down", "doctor", "Exit codes:", "130");
    assertThat(talk.size()).isZero();
  }

  @Test
  void takesAMissingOrUnknownCommandForWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("flip")).isEqualTo(2);

    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("Missing command", "flip");
    assertThat(data.size()).isZero();
  }

  @Test
  void takesAnImpossiblePortOffsetForWrongUsage() {
    assertThat(run("up", "--port-offset", "60000")).isEqualTo(2);
    assertThat(run("up", "--port-offset", "many")).isEqualTo(2);

    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("not between 0 and", "many");
  }

  @Test
  void refusesToStartWhatIsNotBuiltAndSaysHowToBuildIt() {
    assertThat(run("up")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("parkade: order-orchestrator is not built", "fix: mvn");
  }

  @Test
  void handsOptionsOfABenchmarkOnAndSaysWhenItIsNotBuilt() {
    assertThat(run("bench", "race", "--seconds", "3")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("parkade: the benchmarks are not built", "fix: mvn");
  }

  @Test
  void saysThatEverythingIsDown() throws Exception {
    assertThat(run("status", "--json")).isEqualTo(1);

    var report = JsonMapper.shared().readTree(data.toByteArray());
    assertThat(report.get("ready").asBoolean()).isFalse();
    assertThat(report.get("parts")).hasSize(6).allMatch(it -> it.get("pid").isNull());
    assertThat(report.get("parts").get(0).get("state").asString()).isEqualTo("DOWN");
  }

  @Test
  void hasNothingToStopTwice() {
    assertThat(run("down")).isZero();
    assertThat(run("down")).isZero();

    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("nothing is running");
  }

  @Test
  void neverWipesADirectoryThatIsNotOurs() throws Exception {
    var precious = Files.writeString(repository.resolve("precious"), "data");

    assertThat(run("down", "--wipe", "--data-dir", repository.toString())).isZero();
    assertThat(run("up", "--data-dir", repository.toString())).isEqualTo(1);

    assertThat(precious).exists();
    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("is not empty");
  }

  @Test
  void doctorNamesWhatIsMissingAndTheFix() throws Exception {
    assertThat(run("doctor", "--json", "--port-offset", "20000")).isEqualTo(1);

    var checks = JsonMapper.shared().readTree(data.toByteArray()).get("checks");
    assertThat(checks)
        .filteredOn(it -> it.get("name").asString().equals("build"))
        .singleElement()
        .matches(it -> it.get("verdict").asString().equals("MISSING"))
        .matches(it -> it.get("fix").asString().contains("mvn"));
  }

  @Test
  void printsACompletionScript() {
    assertThat(run("completion")).isZero();

    assertThat(data.toString(StandardCharsets.UTF_8)).contains("complete -F", "--port-offset");
  }

  private int run(String... arguments) {
    var terminal = new Terminal(stream(data), stream(talk), false, false);
    return Parkade.commandLine(terminal, new Home(repository)).execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }
}
