package dev.parkade.messages.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterReasonTest {

  /// Reason, meaning, what to do, and whether a replay helps.
  private static final int CELLS = 4;

  @Test
  void theRunbookSaysOfEveryReasonWhatItMeansWhatToDoAndWhetherAReplayHelps() throws IOException {
    List<List<String>> rows =
        Files.readAllLines(runbook()).stream()
            .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
            .map(DeadLetterReasonTest::cells)
            .toList();

    assertThat(rows)
        .extracting(row -> row.getFirst().replace("`", ""))
        .containsExactly(
            Arrays.stream(DeadLetterReason.values()).map(Enum::name).toArray(String[]::new));
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(CELLS).noneMatch(String::isBlank));
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.length() - 1).split("\\|"))
        .map(String::strip)
        .toList();
  }

  private static Path runbook() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("ops/runbooks"))) {
      folder = folder.getParent();
      assertThat(folder).as("a folder with ops/runbooks").isNotNull();
    }
    return folder.resolve("ops/runbooks/dead-letters.md");
  }
}
