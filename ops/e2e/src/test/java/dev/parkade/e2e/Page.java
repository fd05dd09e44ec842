package dev.parkade.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Runs the shell commands of pages as they stand there, only with other ports and another data
/// folder.
record Page(Launcher parkade, int portOffset) {
  private static final Pattern SHELL_BLOCK =
      Pattern.compile("^```sh\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern PORT = Pattern.compile("localhost:(\\d+)");
  private static final Pattern PARKADE =
      Pattern.compile("ops/parkade (up|status|down|projections \\w+|dlq \\w+)");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// The blocks of commands of a page of this repository.
  static List<String> blocks(String path) throws IOException {
    String page = Files.readString(Launcher.REPOSITORY.resolve(path));
    return SHELL_BLOCK.matcher(page).results().map(it -> it.group(1)).toList();
  }

  /// Runs a block, whose first command that fails ends it.
  ///
  /// @return all that it printed
  String run(String block) throws IOException, InterruptedException {
    String shifted = PORT.matcher(block).replaceAll(it -> "localhost:" + shifted(it));
    String script =
        PARKADE.matcher(shifted).replaceAll(it -> "ops/parkade " + it.group(1) + options(it));
    var ended = parkade.shell(LIMIT, script);
    assertThat(ended.exitCode()).as(script + "\n" + ended.output()).isZero();
    return ended.output();
  }

  private int shifted(MatchResult port) {
    return Integer.parseInt(port.group(1)) + portOffset;
  }

  private String options(MatchResult command) {
    String shift = command.group(1).equals("up") ? " --port-offset " + portOffset : "";
    return " --data-dir '" + parkade.folder().resolve("data") + "'" + shift;
  }
}
