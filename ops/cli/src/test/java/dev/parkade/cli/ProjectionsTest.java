package dev.parkade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `parkade projections …` against an orchestrator that says what the test tells it to; the
/// README's tour runs it against a real one.
class ProjectionsTest {

  private static final String ORDER = "01900000-0000-7000-8000-000000000001";
  private static final String RUNNING = status("RUNNING", 400, "{}", "");
  private static final String DONE = status("DONE", 1000, "{}", "");
  private static final String DIFFERENT =
      status(
          "DONE",
          1000,
          "{\"ORDER_VIEW\":3,\"HISTORY\":1}",
          "{\"where\":\"ORDER_VIEW\",\"id\":\"%s\",\"detail\":\"is missing\"}".formatted(ORDER));

  @TempDir private Path folder;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final CountDownLatch followed = new CountDownLatch(1);
  private HttpServer orchestrator;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    orchestrator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    orchestrator.createContext("/", this::answer);
    orchestrator.start();
  }

  @AfterEach
  void stop() {
    orchestrator.stop(0);
  }

  @Test
  void aRebuildIsFollowedToItsEnd() {
    answers.add(new Answer(202, RUNNING));
    answers.add(new Answer(200, RUNNING));
    answers.add(new Answer(200, DIFFERENT));

    assertThat(run("rebuild")).isZero();

    assertThat(asked)
        .containsExactly(
            "POST /actuator/projections/rebuild",
            "GET /actuator/projections",
            "GET /actuator/projections");
    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("rebuilt: 1,000 orders of 7 customers in 2.5 s", "mended: 3 order views");
    assertThat(talk.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("rebuild: 400 of 1,000 orders")
        .contains("histories do not say how they began: 1");
  }

  @Test
  void verifyingPrintsWhatDiffersAndTheCommandThatMendsIt() {
    answers.add(new Answer(202, RUNNING));
    answers.add(new Answer(200, DIFFERENT));

    assertThat(run("verify")).isEqualTo(1);

    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("ORDER_VIEW " + ORDER + " is missing", "and 3 more", "verified: 1,000 orders");
    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("3 order views", "fix: ops/parkade projections rebuild");
  }

  @Test
  void verifyingWhatIsRightSucceedsAndSpeaksJsonIfAsked() {
    answers.add(new Answer(202, DONE));

    assertThat(run("verify", "--json")).isZero();

    var report = JsonMapper.shared().readTree(data.toByteArray());
    assertThat(report.path("state").asString()).isEqualTo("DONE");
    assertThat(report.path("orders").asInt()).isEqualTo(1000);
  }

  @Test
  void aSecondRebuildIsRefused() {
    answers.add(new Answer(409, "{\"error\":\"another instance is rebuilding\"}"));

    assertThat(run("rebuild")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("nothing was begun: another instance is rebuilding", "fix: wait");
    assertThat(data.size()).isZero();
  }

  @Test
  void whatFailsOrIsStoppedSaysWhyAndWhatToDo() {
    answers.add(new Answer(202, RUNNING));
    answers.add(new Answer(200, failed("the database went away")));
    assertThat(run("rebuild")).isEqualTo(1);

    answers.add(new Answer(202, RUNNING));
    answers.add(new Answer(200, RUNNING.replace("\"run\":4", "\"run\":0")));
    assertThat(run("rebuild")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("parkade: the database went away", "was started again in the middle")
        .contains("what was mended stays mended");
  }

  @Test
  void aSignalStopsTheRunInTheOrchestrator() throws Exception {
    answers.add(new Answer(202, RUNNING));
    var parkade =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dparkade.home=" + folder,
                Parkade.class.getName(),
                "projections",
                "rebuild",
                "--management-url",
                url())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("talk").toFile())
            .start();

    assertThat(followed.await(120, TimeUnit.SECONDS)).isTrue();
    // not INT, which processes of a build in the background ignore; the JVM treats both alike
    new ProcessBuilder("kill", "-TERM", Long.toString(parkade.pid())).start().waitFor();

    assertThat(parkade.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(parkade.exitValue()).isEqualTo(128 + 15);
    assertThat(asked).contains("DELETE /actuator/projections");
    assertThat(folder.resolve("talk")).content().contains("stopping after this batch");
  }

  @Test
  void whoeverDoesNotAnswerIsNamedWithWhatToDo() {
    orchestrator.stop(0);

    assertThat(run("verify")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("no order-orchestrator answers at " + url(), "fix: start the system with")
        .contains("--management-url");
  }

  @Test
  void anotherServiceAtThatAddressIsNotTakenForIt() {
    answers.add(new Answer(404, "not here"));
    assertThat(run("verify")).isEqualTo(1);
    answers.add(new Answer(202, "<html>"));
    assertThat(run("verify")).isEqualTo(1);

    assertThat(talk.toString(StandardCharsets.UTF_8))
        .contains("answers 404", "exposes the endpoint `projections`", "something else than");
  }

  @Test
  void explainsItselfAndRefusesWrongUsage() {
    assertThat(execute("projections", "rebuild", "--help")).isZero();
    assertThat(execute("projections", "verify", "--help")).isZero();
    assertThat(execute("projections")).isEqualTo(2);
    assertThat(execute("projections", "flatten")).isEqualTo(2);
    assertThat(execute("projections", "verify", "--management-url", "not a url")).isEqualTo(2);

    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("parkade projections rebuild --data-dir", "Exit codes:", "Examples:");
    assertThat(talk.toString(StandardCharsets.UTF_8)).contains("Missing command", "flatten");
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    Answer answer = answers.isEmpty() ? new Answer(200, RUNNING) : answers.remove();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
    if (exchange.getRequestMethod().equals("GET")) {
      followed.countDown();
    }
  }

  private static String status(String state, int done, String differences, String described) {
    return """
        {"run":4,"state":"%s","kind":"REBUILD","complete":true,"phase":"orders","done":%d,
         "total":1000,"seconds":2.5,"orders":1000,"customers":7,"differences":%s,"described":[%s]}
        """
        .formatted(state, done, differences, described);
  }

  private static String failed(String error) {
    return status("FAILED", 400, "{}", "")
        .replace("\"total\"", "\"error\":\"" + error + "\",\"total\"");
  }

  private String url() {
    return "http://127.0.0.1:" + orchestrator.getAddress().getPort();
  }

  private int run(String command, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "projections";
    arguments[1] = command;
    arguments[2] = "--management-url";
    arguments[3] = url();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return execute(arguments);
  }

  private int execute(String... arguments) {
    var terminal = new Terminal(stream(data), stream(talk), false, false);
    return Parkade.commandLine(terminal, new Home(folder)).execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream target) {
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }
}
