package dev.parkade.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.Console;
import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.ledger.LedgerWriter;
import dev.parkade.deadletters.ledger.Operator;
import dev.parkade.deadletters.plan.PlanFile;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Environment;
import dev.parkade.testkit.waiting.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `parkade dlq replay` against a broker where no service answers.
class ReplayIT {
  private static final int LETTERS = 30;
  private static final KafkaAccess KAFKA = KafkaAccess.at(Environment.kafka().bootstrapServers());

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    Environment.createTopics(
        Topics.ALL.stream()
            .filter(it -> it != Topics.ORDER_DLQ)
            .map(it -> new NewTopic(it.name(), it.partitions(), (short) 1).configs(it.config()))
            .toList());
  }

  @Test
  void carriesOutAPlanOnceAndSaysWhatBecameOfIt() throws Exception {
    Shell.bury("o-plan-1", "HANDLER_FAILED", "no", "{}");
    Shell.bury("o-plan-1", "HANDLER_FAILED", "no", "{}");
    Path plan = planOf("o-plan-1");

    var sent = dlq("replay", plan.toString(), "--no-canary", "--wait", "0s");
    var again = dlq("replay", plan.toString(), "--no-canary", "--wait", "0s");
    var status = dlq("status");

    assertThat(sent.data()).as(sent.talk()).startsWith("sent 2: ").contains("in flight 2");
    assertThat(sent.code()).isEqualTo(4);
    assertThat(again.data()).as(again.talk()).startsWith("sent 0 (and 2 before): ");
    assertThat(again.code()).isEqualTo(4);
    assertThat(status.data()).contains("payment.dlq", "OPS-12");
    assertThat(dlq("ls", "--order", "o-plan-1").code()).isEqualTo(3);
  }

  @Test
  void stopsAtTheFirstOneOfWhichNothingIsHeard() throws Exception {
    Shell.bury("o-canary", "HANDLER_FAILED", "no", "{}");
    Shell.bury("o-canary", "HANDLER_FAILED", "no", "{}");

    var seen =
        dlq("replay", "--order", "o-canary", "--why", "OPS-12", "--yes", "--canary-timeout", "1s");

    assertThat(seen.code()).isEqualTo(4);
    assertThat(seen.data()).isEqualTo("sent 1, left 1\n");
    assertThat(seen.talk()).contains("nothing was heard of payment.dlq-3@", "fix:");
  }

  @Test
  void endsWithSixWhenSomebodyTakesOverAndTheSamePlanGoesOn() throws Exception {
    // so many that the replay is at work for a quarter of a minute if nobody takes over
    Shell.bury(LETTERS, "o-fenced", "HANDLER_FAILED", "no", "{}");
    Path plan = planOf("o-fenced");
    String run = PlanFile.read(plan).id();
    String[] slowly = {"replay", plan.toString(), "--no-canary", "--wait", "0s", "--rate", "2"};

    var replay = CompletableFuture.supplyAsync(() -> dlq(slowly));
    Eventually.within(Duration.ofSeconds(90), () -> assertThat(sentBy(run)).isGreaterThan(1));
    LedgerWriter.open(
            KAFKA,
            "payment.dlq",
            new Operator("grace", "desk-8"),
            true,
            Clock.systemUTC(),
            Ids.timeOrdered())
        .close();
    var fenced = replay.get(120, TimeUnit.SECONDS);
    long before = sentBy(run);
    var rest = dlq("replay", plan.toString(), "--no-canary", "--wait", "0s");

    assertThat(fenced.code()).as(fenced.talk()).isEqualTo(6);
    assertThat(fenced.talk()).contains("took over");
    assertThat(before).isBetween(2L, LETTERS - 1L);
    assertThat(rest.data())
        .as(rest.talk())
        .startsWith("sent %d (and %d before): ".formatted(LETTERS - before, before));
  }

  private static long sentBy(String run) {
    var count = new AtomicLong();
    try (var ledger = Ledger.read(KAFKA, List.of("payment.dlq"))) {
      ledger.letters(
          (_, _, _, by) -> {
            if (by.equals(run)) {
              count.incrementAndGet();
            }
          });
    }
    return count.get();
  }

  @Test
  void refusesAPlanThatDoesNotHoldAnyMore() throws Exception {
    String id = Shell.bury("o-stale", "HANDLER_FAILED", "no", "{}");
    Path plan = planOf("o-stale");
    dlq("discard", "--id", id, "--why", "test data", "--yes");

    var seen = dlq("replay", plan.toString());

    assertThat(seen.code()).isEqualTo(5);
    assertThat(seen.data()).isEmpty();
    assertThat(seen.talk()).contains("nothing was sent", "dealt with", id, "fix: plan again");
  }

  @Test
  void refusesWhatItMustNotDo() throws Exception {
    Shell.bury("o-refuse", "HANDLER_FAILED", "no", "{}");
    Path plan = planOf("o-refuse");
    Path damaged =
        Files.writeString(directory.resolve("damaged.json"), Files.readString(plan) + "}");
    Path elsewhere = directory.resolve("elsewhere.json");
    Files.writeString(
        elsewhere, Files.readString(plan).replaceAll("(\"cluster\" ?: ?\")[^\"]*", "$1other"));

    assertThat(dlq("replay", "--order", "o-refuse", "--why", "w").code()).isEqualTo(5);
    assertThat(dlq("replay", "--order", "o-refuse").code()).isEqualTo(2);
    assertThat(dlq("replay", plan.toString(), "--read-only").code()).isEqualTo(5);
    assertThat(dlq("replay", plan.toString(), "--order", "o-refuse").code()).isEqualTo(2);
    assertThat(dlq("replay", damaged.toString()).code()).isEqualTo(5);
    assertThat(dlq("replay", elsewhere.toString()).code()).isEqualTo(5);
    assertThat(dlq("replay", directory.resolve("none.json").toString()).code()).isEqualTo(1);
    assertThat(dlq("ls", "--order", "o-refuse").data()).contains("open");
  }

  @Test
  void makesAnotherMessageOfItFirstWhereItIsTold() throws Exception {
    Shell.bury("o-transform", "HANDLER_FAILED", "no", "{}");

    var seen =
        dlq(
            "replay",
            "--order",
            "o-transform",
            "--why",
            "old schema",
            "--yes",
            "--no-canary",
            "--wait",
            "0s",
            "--transform",
            "sed -u s/.*/{\"reject\":\"too-old\"}/");

    assertThat(seen.code()).as(seen.talk()).isEqualTo(4);
    assertThat(seen.data()).startsWith("sent 0");
    assertThat(seen.talk()).contains("too-old", "1 were left out by the transformation");
    assertThat(dlq("ls", "--order", "o-transform").data()).contains("open");
  }

  private Path planOf(String order) {
    Path plan = directory.resolve(order + ".json");
    var seen = dlq("plan", "--order", order, "--why", "OPS-12", "--out", plan.toString());
    assertThat(seen.code()).as(seen.talk()).isZero();
    return plan;
  }

  private Console.Seen dlq(String... arguments) {
    return new Shell(directory).dlq(arguments);
  }
}
