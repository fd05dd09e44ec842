package dev.parkade.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.Console;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What `parkade dlq` says before it meets a broker.
class DlqCommandTest {
  @TempDir Path directory;
  private Path profiles;

  @BeforeEach
  void writesProfiles() throws Exception {
    profiles =
        Files.writeString(
            directory.resolve("profiles.properties"),
            """
            # who may look, and where
            default = here
            here.bootstrap-servers = 127.0.0.1:1
            careful.bootstrap-servers = 127.0.0.1:1
            careful.read-only = true
            """);
  }

  static List<String> verbs() {
    return List.copyOf(DlqCommand.verbs().keySet());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbExplainsItselfWithExamplesAndExitCodes(String verb) {
    var seen = console().run("dlq", verb, "--help");

    assertThat(seen.code()).isZero();
    assertThat(seen.talk()).isEmpty();
    assertThat(seen.data())
        .startsWith("Usage: parkade dlq " + verb)
        .contains(
            "Standard output", "Examples:", "parkade dlq " + verb, "Exit codes:", "7 ", "130");
  }

  @Test
  void namesEveryVerbInHelpAndCompletion() {
    var help = console().run("dlq", "--help");
    var completion = console().run("completion");

    assertThat(help.data()).contains(verbs());
    assertThat(completion.data())
        .contains("_picocli_parkade_dlq_ls", "_picocli_parkade_dlq_discard", "--bootstrap-servers")
        .contains("CUSTOMER_NEVER_ARRIVED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ls --service billing | these have dead letters: payment, inventory, order",
        "ls --since yesterday | is no time: use 2026-11-28",
        "ls --offsets 1..5 | --offsets needs --partition",
        "ls --partition 1 --offsets 5..1 | ends before it begins",
        "ls --id payment.dlq | write topic-partition@offset",
        "ls --json $[ | JSON path",
        "ls --state gone | OPEN",
        "ls --bootstrap-servers a:1 --port-offset 3 | exclude each other",
        "show | ID",
        "discard --id order.dlq-0@1 | Missing required option: '--why",
        "restore --id order.dlq-0@1 | Missing required option: '--why",
        "edit order.dlq-0@1 | Missing required option: '--why",
        "import letters.ndjson | Missing required option: '--why",
        "plan | Missing required option: '--why",
        "replay --ready | Missing required option: '--why",
        "replay plan.json --ready | A plan says what is replayed",
        "flip | flip"
      })
  void takesWhatItCannotUnderstandForWrongUsage(String arguments, String said) {
    var seen = dlq(arguments);

    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.talk()).startsWith("parkade: ").contains(said);
    assertThat(seen.data()).isEmpty();
  }

  @Test
  void saysInALineWhatWasWrongAndWhereToReadMore() {
    assertThat(dlq("ls --since yesterday").talk().lines())
        .hasSize(2)
        .last()
        .isEqualTo("  try parkade dlq ls --help");
    assertThat(dlq("ls --readdy").talk())
        .contains("Unknown option: '--readdy'", "--ready", "try parkade dlq ls --help")
        .doesNotContain("Usage:");
    assertThat(console().run("dlq", "relpay").talk()).contains("replay").doesNotContain("Usage:");
    assertThat(console().run("dlq").talk()).contains("Missing", "Usage: parkade dlq", "replay");
  }

  @ParameterizedTest
  @CsvSource({
    "discard --why why",
    "restore --why why",
    "replay --why why",
    "edit order.dlq-0@1 --why why",
    "import letters.ndjson --why why"
  })
  void refusesToWriteWhereOneMayOnlyLook(String arguments) {
    var byFlag = dlq(arguments + " --read-only");
    var byProfile = dlq(arguments + " --profile careful");

    assertThat(byFlag.code()).isEqualTo(5);
    assertThat(byFlag.talk()).contains("--read-only: parkade dlq", "fix:");
    assertThat(byProfile.code()).isEqualTo(5);
    assertThat(byProfile.talk()).contains("the profile careful is read-only", "fix:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "here.read-onyl = true | :1: no such setting: here.read-onyl",
        "here.read-only = yes | :1: read-only is true or false, not yes",
        "<xml/> | :1: not a setting: <xml/>",
        "here.who = | :1: here.who has no value",
        "default = there | :1: there is no profile there"
      })
  void namesFileAndLineOfABadProfile(String line, String said) throws Exception {
    Files.writeString(profiles, line);

    var seen = dlq("ls");

    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.talk()).contains(profiles + said, "fix:");
  }

  @Test
  void namesTheProfilesThereAreWhenOneIsUnknown() {
    var seen = dlq("ls --profile prod");

    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.talk()).contains("no profile prod in " + profiles, "careful, here, local");
  }

  /// Kafka's own client tries for a minute and more.
  @Test
  void saysWithinSecondsWhichBrokersDoNotAnswer() {
    var begin = Instant.now();

    var seen = dlq("ls --bootstrap-servers 127.0.0.1:1,nowhere.invalid:9092");

    assertThat(seen.code()).isEqualTo(7);
    assertThat(seen.talk())
        .contains(
            "no broker answers at 127.0.0.1:1", "nowhere.invalid:9092", "--client-properties");
    assertThat(seen.talk().lines()).hasSize(2);
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void tellsAListenerThatIsNoBrokerFromABroker() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var quick =
          Files.writeString(
              directory.resolve("c"), "default.api.timeout.ms=600\n" + "request.timeout.ms=500\n");

      var seen =
          dlq(
              "ls --client-properties %s --bootstrap-servers 127.0.0.1:%d"
                  .formatted(quick, silent.getLocalPort()));

      assertThat(seen.code()).isEqualTo(7);
      assertThat(seen.talk()).contains("does not answer as a Kafka broker should", "fix:");
    }
  }

  @Test
  void refusesAnAddressThatIsNone() {
    var seen = dlq("ls --bootstrap-servers kafka");

    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.talk()).contains("'kafka' is no address of a broker", "host:port");
  }

  @Test
  void drawsTheHighestStretchOfTimeHighest() {
    assertThat(StatsCommand.bars(List.of(0L, 1L, 50L, 100L))).isEqualTo(" ▁▄█");
  }

  private Console console() {
    return new Console(directory);
  }

  private Console.Seen dlq(String arguments) {
    return console().run(("dlq " + arguments + " --config " + profiles).split(" "));
  }
}
