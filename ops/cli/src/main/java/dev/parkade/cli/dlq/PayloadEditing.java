package dev.parkade.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Lets a person change a payload, and says what they changed.
///
/// @param editor a command that is given a file
record PayloadEditing(Terminal terminal, String editor) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long MOST_BYTES = 2L * 1024 * 1024;

  /// The payload in a file, or on standard input if it is `-`.
  byte[] read(Path file) {
    try {
      if (file.toString().equals("-")) {
        return terminal.input().readNBytes((int) MOST_BYTES);
      }
      if (Files.size(file) > MOST_BYTES) {
        throw Ending.failed(file + " is larger than any message may be", "give the payload alone");
      }
      return Files.readAllBytes(file);
    } catch (IOException refused) {
      throw Ending.failed("cannot read " + file + ": " + refused, "give a file that exists, or -");
    }
  }

  /// Opens the person's editor on the payload, laid out for people if it is JSON.
  byte[] inEditor(DeadLetterId id, byte[] payload) throws IOException, InterruptedException {
    if (!terminal.answered()) {
      throw Ending.refused(
          "no terminal for an editor", "give the new payload with --payload FILE, or - for a pipe");
    }
    // only its owner may read such a file, and it does not outlive the edit
    Path file = Files.createTempFile("parkade-" + id.offset() + "-", ".json");
    try {
      Files.write(file, pretty(payload).getBytes(UTF_8));
      int code =
          new ProcessBuilder("sh", "-c", editor + " \"$1\"", "edit", file.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw Ending.refused(editor + " ended with " + code + ": nothing was sent", "");
      }
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// The person's editor, which may be a command with options.
  static String editorOf(Map<String, String> environment) {
    return Stream.of("VISUAL", "EDITOR")
        .map(environment::get)
        .filter(it -> it != null && !it.isBlank())
        .findFirst()
        .orElse("vi");
  }

  /// The lines that differ, those that go with a minus, those that come with a plus. JSON is
  /// compared as JSON, so that its layout does not count.
  static List<String> changes(byte[] old, byte[] mended) {
    List<String> said = new ArrayList<>();
    var before = pretty(old).lines().toList();
    var after = pretty(mended).lines().toList();
    for (AbstractDelta<String> delta : DiffUtils.diff(before, after).getDeltas()) {
      delta.getSource().getLines().forEach(it -> said.add("- " + it));
      delta.getTarget().getLines().forEach(it -> said.add("+ " + it));
    }
    return said;
  }

  private static String pretty(byte @Nullable [] payload) {
    if (payload == null) {
      return "";
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(payload));
    } catch (JacksonException noJson) {
      return new String(payload, UTF_8);
    }
  }
}
