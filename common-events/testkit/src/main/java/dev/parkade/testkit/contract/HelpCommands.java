package dev.parkade.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/// The commands that a service shows to `curl /`, run as they stand there.
public final class HelpCommands {

  /// A refused request ends the script; a stream is followed for a moment only, any other answer
  /// is waited for.
  private static final String STRICT =
      """
      set -e
      curl() {
        case " $* " in
          *" -N "*) command curl -sS --fail-with-body --max-time 4 "$@" || [ $? = 28 ] ;;
          *) command curl -sS --fail-with-body --max-time 60 "$@" ;;
        esac
      }
      """;

  private HelpCommands() {}

  /// Runs them one after the other in one shell and returns what they print.
  public static String run(int port) throws IOException, InterruptedException {
    var ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    var help = HttpClient.newHttpClient().send(ask, BodyHandlers.ofString());
    assertThat(help.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
    String commands = help.body().substring(help.body().indexOf("Try it:\n") + 8);
    assertThat(commands).contains("curl", "http://127.0.0.1:" + port + "/api/v1/");
    Process shell =
        new ProcessBuilder("sh", "-c", STRICT + commands).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(commands + "\n" + output).isZero();
    return output;
  }
}
