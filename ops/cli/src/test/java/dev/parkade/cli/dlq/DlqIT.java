package dev.parkade.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.cli.Console;
import dev.parkade.messages.topic.Topics;
import dev.parkade.testkit.environment.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Every verb against a broker. Each test has dead letters of an order of its own.
class DlqIT {
  @TempDir Path directory;

  /// All topics but `order.dlq`.
  @BeforeAll
  static void start() {
    Environment.createTopics(
        Topics.ALL.stream()
            .filter(it -> it != Topics.ORDER_DLQ)
            .map(it -> new NewTopic(it.name(), it.partitions(), (short) 1).configs(it.config()))
            .toList());
  }

  @Test
  void groupsWhatFailedAlikeAndListsIt() throws Exception {
    Shell.bury("o-ls", "CUSTOMER_NEVER_ARRIVED", "customer c-17 never arrived", "{}");
    Shell.bury("o-ls", "CUSTOMER_NEVER_ARRIVED", "customer c-18 never arrived", "{}");
    Shell.bury("o-ls", "HANDLER_FAILED", "no", "{\"amount\":{\"amount\":2000}}");

    var table = dlq("ls", "--order", "o-ls");
    var json = dlq("ls", "--order", "o-ls", "-o", "json");
    var letters =
        dlq("ls", "--order", "o-ls", "--letters", "-o", "ndjson", "--json", "$.amount.amount > 1");

    assertThat(table.code()).isZero();
    assertThat(table.talk()).isEmpty();
    assertThat(table.data().lines().toList()).hasSize(3).element(0).asString().startsWith("COUNT");
    assertThat(table.data()).contains("CUSTOMER_NEVER_ARRIVED  open", "HANDLER_FAILED");
    var groups = JsonMapper.shared().readTree(json.data());
    assertThat(groups).hasSize(2);
    assertThat(groups.get(0).get("count").asInt()).isEqualTo(2);
    assertThat(letters.data().lines().toList()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(letters.data()).get("reason").asString())
        .isEqualTo("HANDLER_FAILED");
  }

  @Test
  void endsWithThreeWhereNothingMatches() {
    for (String verb : new String[] {"ls", "stats", "export"}) {
      var seen = dlq(verb, "--order", "nobody");

      assertThat(seen.code()).as(verb).isEqualTo(3);
      assertThat(seen.data()).as(verb).isEmpty();
    }
    var discard = dlq("discard", "--order", "nobody", "--why", "none", "--yes");
    var plan = dlq("plan", "--order", "nobody", "--why", "none");
    assertThat(discard.code()).isEqualTo(3);
    assertThat(plan.code()).isEqualTo(3);
    assertThat(plan.talk()).contains("nothing matched", "nobody");
  }

  @Test
  void saysThatThereIsNoDeadLetterTopic() {
    var seen = dlq("ls", "--service", "order");

    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.talk()).contains("no dead-letter topics", "order.dlq", "fix:");
  }

  @Test
  void showsOneWithoutPersonalDataAndWithoutObeyingIt() throws Exception {
    String id =
        Shell.bury(
            "o-show",
            "HANDLER_FAILED",
            "\u001b]0;owned\u0007\u202e",
            "{\"name\":\"Ada Lovelace\",\"n\":\"\u009b2J\"}");

    var masked = dlq("show", id);
    var all = dlq("show", id, "--unmask", "-o", "json");
    var table = dlq("ls", "--order", "o-show");

    assertThat(masked.code()).isZero();
    assertThat(masked.data()).contains(id, "HANDLER_FAILED", "***").doesNotContain("Lovelace");
    assertThat(all.data()).contains("Ada Lovelace");
    assertThat(masked.data() + all.data() + table.data())
        .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b")
        .contains("\\u001b]0;owned\\u0007");
  }

  @Test
  void saysWhatIsNotThere() {
    var show = dlq("show", "payment.dlq-0@4711");
    var edit = dlq("edit", "payment.dlq-0@4711", "--why", "w", "--payload", "-");
    var audit = dlq("audit", "payment.dlq-0@4711");

    assertThat(show.code()).isEqualTo(3);
    assertThat(show.talk()).contains("payment.dlq-0@4711 is not there");
    assertThat(edit.code()).isEqualTo(3);
    assertThat(audit.code()).isEqualTo(3);
  }

  @Test
  void discardsAfterAskingAndRestores() throws Exception {
    String id = Shell.bury("o-discard", "MALFORMED_PAYLOAD", "no JSON", "x");

    var unasked = dlq("discard", "--order", "o-discard", "--why", "test data");
    var declined =
        with(new Console(directory).answering("n\n"), "discard", "--id", id, "--why", "test data");
    var agreed =
        with(new Console(directory).answering("y\n"), "discard", "--id", id, "--why", "test data");
    var gone = dlq("ls", "--order", "o-discard");
    var audit = dlq("audit", id);
    var restored = dlq("restore", "--id", id, "--why", "needed", "--who", "grace", "--yes");
    var runs = dlq("audit", "-o", "ndjson");

    assertThat(unasked.code()).isEqualTo(5);
    assertThat(unasked.talk())
        .contains("1  payment.dlq MALFORMED_PAYLOAD", "nobody to ask", "--yes");
    assertThat(declined.code()).isEqualTo(5);
    assertThat(agreed.code()).isZero();
    assertThat(agreed.data()).isEqualTo("discarded 1\n");
    assertThat(gone.code()).isEqualTo(3);
    assertThat(audit.data()).contains("discarded", "test data");
    assertThat(restored.data()).isEqualTo("restored 1\n");
    assertThat(dlq("ls", "--order", "o-discard").code()).isZero();
    assertThat(runs.data()).contains("\"who\":\"grace\"", "\"why\":\"needed\"");
  }

  @Test
  void exportsAndImportsEachOnce() throws Exception {
    Shell.bury("o-export", "UNKNOWN_TYPE", "what is that", "{\"email\":\"ada@example.org\"}");
    Path file = directory.resolve("letters.ndjson");

    var masked = dlq("export", "--order", "o-export");
    var written = dlq("export", "--order", "o-export", "--unmask", "--file", file.toString());
    var there = dlq("export", "--order", "o-export", "--file", file.toString());
    Files.writeString(file, Files.readString(file) + "{\"format\":\"mine\"}\n");
    var imported = dlq("import", file.toString(), "--why", "lost", "--yes");
    var again = dlq("import", file.toString(), "--why", "lost", "--yes");
    var refused =
        with(new Console(directory).piping(masked.data()), "import", "-", "--why", "w", "--yes");

    assertThat(masked.data()).contains("\"masked\":true");
    assertThat(written.code()).isZero();
    assertThat(there.code()).isEqualTo(5);
    assertThat(imported.code()).isEqualTo(4);
    assertThat(imported.data()).isEqualTo("added 1, there before 0, unreadable 1\n");
    assertThat(imported.talk()).contains(file + ":2:");
    assertThat(again.data()).isEqualTo("added 0, there before 1, unreadable 1\n");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.talk()).contains("--unmask");
  }

  @Test
  void editsIntoANewMessage() throws Exception {
    String order = "00000000-0009-7000-8000-000000000009";
    String id = Shell.bury(order, "MALFORMED_PAYLOAD", "no amount", "{\"amount\":\"19.99\"}");
    Path mended =
        Files.writeString(
            directory.resolve("mended.json"),
            """
            {"orderId":"%s","customerId":"ada","amount":{"amount":1999,"currency":"EUR"}}"""
                .formatted(order));

    var noEditor = dlq("edit", id, "--why", "was a text");
    var same =
        with(
            new Console(directory).piping("{ \"amount\": \"19.99\" }"),
            "edit",
            id,
            "--payload",
            "-",
            "--why",
            "w");
    var nonsense =
        with(
            new Console(directory).piping("[1]"),
            "edit",
            id,
            "--payload",
            "-",
            "--why",
            "w",
            "--yes");
    var sent = dlq("edit", id, "--payload", mended.toString(), "--why", "was a text", "--yes");
    var status = dlq("status");

    assertThat(noEditor.code()).isEqualTo(5);
    assertThat(noEditor.talk()).contains("--payload FILE");
    assertThat(same.code()).isEqualTo(3);
    assertThat(nonsense.code()).isEqualTo(5);
    assertThat(sent.code()).as(sent.talk()).isZero();
    assertThat(sent.data()).contains("sent to payment.parked-");
    assertThat(sent.talk()).contains("-   \"amount\" : \"19.99\"", "+   \"orderId\"");
    assertThat(status.data()).contains("payment.dlq", "was a text");
    assertThat(dlq("ls", "--id", id).code()).isEqualTo(3);
  }

  @Test
  void plansWithoutChangingAnything() throws Exception {
    Shell.bury("o-plan", "HANDLER_FAILED", "no", "{}");
    Shell.bury("o-plan", "NULL_KEY", "no key", "{}");
    Path file = directory.resolve("plan.json");

    var planned = dlq("plan", "--order", "o-plan", "--why", "OPS-12", "--out", file.toString());
    var there = dlq("plan", "--order", "o-plan", "--why", "OPS-12", "--out", file.toString());

    assertThat(planned.code()).as(planned.talk()).isZero();
    assertThat(planned.data())
        .contains("2 dead letters selected, 1 to be replayed", "1  HANDLER_FAILED")
        .contains("1  to payment.parked", "refused: POISON", "fix:");
    assertThat(planned.talk()).contains("parkade dlq replay " + file);
    assertThat(file).content().contains("OPS-12");
    assertThat(there.code()).isEqualTo(5);
    assertThat(dlq("ls", "--order", "o-plan", "--replays", "0").data()).contains("open");
  }

  @Test
  void namesTheTopicThatIsMissingAndTheFix() throws Exception {
    var table = dlq("doctor");
    var json = dlq("doctor", "-o", "json");

    assertThat(table.code()).isEqualTo(1);
    assertThat(table.data()).startsWith("problem  order.dlq").contains("fix:");
    assertThat(JsonMapper.shared().readTree(json.data()).get(0).get("subject").asString())
        .isEqualTo("order.dlq");
  }

  @Test
  void countsOverTime() throws Exception {
    Shell.bury("o-stats", "HANDLER_FAILED", "no", "{}");

    var table = dlq("stats", "--order", "o-stats");
    var json = dlq("stats", "--order", "o-stats", "-o", "json");

    assertThat(table.data()).contains("1      payment.dlq  HANDLER_FAILED", "1      all", "█");
    assertThat(JsonMapper.shared().readTree(json.data()).at("/total/sum").asInt()).isEqualTo(1);
  }

  private Console.Seen dlq(String... arguments) {
    return new Shell(directory).dlq(arguments);
  }

  private Console.Seen with(Console console, String... arguments) {
    return new Shell(directory).with(console, arguments);
  }
}
