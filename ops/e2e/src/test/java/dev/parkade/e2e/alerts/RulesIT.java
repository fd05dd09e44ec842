package dev.parkade.e2e.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.e2e.alerts.RuleFiles.AlertRule;
import dev.parkade.e2e.alerts.RuleFiles.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules are right by Prometheus' own tool, each alert is seen firing and resolving in a unit
/// test, and leads to a page that ends in a command which exists.
class RulesIT {
  private static final Pattern FENCE = Pattern.compile("(?s)```sh\\n(.*?)```");

  private final RuleFiles files = RuleFiles.ofThisCheckout();
  private final Set<String> understood = new HashSet<>();

  @Test
  void prometheusTakesTheConfigurationAndTheRules() throws Exception {
    assertPasses("check", "config", "prometheus.yml");
    var check = new ArrayList<>(List.of("check", "rules", "--lint=all", "--lint-fatal"));
    files.rules().forEach(it -> check.add("rules/" + it.getFileName()));
    assertPasses(check.toArray(String[]::new));
  }

  @Test
  void everyUnitTestOfTheRulesPasses() throws Exception {
    var test = new ArrayList<>(List.of("test", "rules"));
    files.tests().forEach(it -> test.add("tests/" + it.getFileName()));

    assertPasses(test.toArray(String[]::new));
  }

  @Test
  void theUnitTestsNoticeARuleThatNeverFires(@TempDir Path broken) throws Exception {
    for (Path part : List.of(Path.of("rules"), Path.of("tests"))) {
      Files.createDirectories(broken.resolve(part));
    }
    for (Path file : files.rules()) {
      String never = Files.readString(file).replace("_retrying) == 1", "_retrying) == 2");
      Files.writeString(broken.resolve("rules").resolve(file.getFileName()), never);
    }
    Path services = Path.of("tests/services.yml");
    Files.copy(files.folder().resolve(services), broken.resolve(services));

    var ended = RuleTool.run(broken, List.of("test", "rules", services.toString()));

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("ParkadeConsumerRetrying");
  }

  @Test
  void everyAlertIsSeenFiringAndResolvedAndNothingFiresInHealth() throws Exception {
    List<Expectation> expectations = files.expectations();

    for (AlertRule alert : files.alerts()) {
      String named = "alertname=\"" + alert.name() + "\"";
      List<Expectation> about =
          expectations.stream()
              .filter(it -> it.test().startsWith(alert.name()) && it.expr().contains(named))
              .toList();
      assertThat(about).as("%s fires", alert.name()).anyMatch(Expectation::expects);
      assertThat(about.getLast().expects()).as("%s resolves in the end", alert.name()).isFalse();
    }
    assertThat(expectations)
        .filteredOn(it -> it.file().equals("health.yml"))
        .anyMatch(it -> it.expr().contains("ALERTS{alertstate=\"firing\"}") && !it.expects());
  }

  @Test
  void everyAlertSaysWhatHowBadAndWhereToGoOn() throws Exception {
    List<AlertRule> alerts = files.alerts();

    assertThat(alerts).hasSize(16).extracting(AlertRule::name).doesNotHaveDuplicates();
    for (AlertRule alert : alerts) {
      assertThat(alert.name()).startsWith("Parkade");
      assertThat(alert.labels()).containsKey("service");
      assertThat(alert.labels().get("severity")).isIn("page", "ticket");
      assertThat(alert.annotation("summary")).hasSizeBetween(20, 120);
      assertThat(alert.annotation("description")).hasSizeGreaterThan(100);
      assertUnderstood(alert.annotation("command"));
    }
  }

  @Test
  void everyAlertHasAPageThatNamesItAndEndsInACommand() throws Exception {
    String index = Files.readString(RuleFiles.REPOSITORY.resolve("ops/runbooks/README.md"));

    for (AlertRule alert : files.alerts()) {
      Path page = RuleFiles.REPOSITORY.resolve(alert.annotation("runbook"));
      assertThat(page).isRegularFile();
      String text = Files.readString(page);
      assertThat(text).as(page.toString()).contains("`" + alert.name() + "`");
      assertThat(text).as(page.toString()).contains("Wake somebody");
      assertThat(text.stripTrailing()).as(page.toString()).endsWith("```");
      String last = FENCE.matcher(text).results().reduce((a, b) -> b).orElseThrow().group(1);
      assertUnderstood(Arrays.stream(last.strip().split("\n")).toList().getLast());
      assertThat(index).contains("`" + alert.name() + "`", "(" + page.getFileName() + ")");
    }
  }

  /// A command line that `ops/parkade` understands: asked for help, it says what is wrong with it.
  private void assertUnderstood(String line) throws IOException, InterruptedException {
    assertThat(line).startsWith("ops/parkade ");
    if (!understood.add(line)) {
      return;
    }
    var command = new ArrayList<>(List.of(line.split(" ")));
    command.set(0, RuleFiles.REPOSITORY.resolve(command.getFirst()).toString());
    command.replaceAll(word -> word.startsWith("$") ? "1" : word);
    command.add("--help");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PARKADE_NO_BUILD", "1");
    builder.environment().put("PARKADE_JAVA_HOME", System.getProperty("java.home"));
    Process help = builder.start();
    String said = new String(help.getInputStream().readAllBytes(), UTF_8);
    assertThat(help.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(help.exitValue()).as("%s: %s", line, said).isZero();
    assertThat(said).as(line).startsWith("Usage: parkade");
  }

  private void assertPasses(String... arguments) throws Exception {
    var ended = RuleTool.run(files.folder(), List.of(arguments));
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }
}
