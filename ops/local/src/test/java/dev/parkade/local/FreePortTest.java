package dev.parkade.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreePortTest {
  @TempDir Path directory;

  @Test
  void givesNoPortToTwoOfThoseWhoAskThoughNobodyListensYet() throws Exception {
    List<Integer> ours = Stream.generate(FreePort::pick).limit(300).toList();

    var theirs = pickedByAnotherJvm();

    assertThat(ours).doesNotHaveDuplicates();
    assertThat(theirs).hasSize(300).doesNotHaveDuplicates().doesNotContainAnyElementsOf(ours);
  }

  private List<Integer> pickedByAnotherJvm() throws IOException, InterruptedException {
    var picked = directory.resolve("picked");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(picked.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readAllLines(picked).stream().map(Integer::valueOf).toList();
  }

  /// Picks as many in a JVM of its own.
  static final class Another {
    private Another() {}

    public static void main(String[] arguments) {
      Stream.generate(FreePort::pick).limit(300).forEach(System.out::println);
    }
  }
}
