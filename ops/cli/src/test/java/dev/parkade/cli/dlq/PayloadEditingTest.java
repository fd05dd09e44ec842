package dev.parkade.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.cli.terminal.Ending;
import dev.parkade.cli.terminal.ExitCode;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.letter.DeadLetterId;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadEditingTest {
  private static final DeadLetterId ID = new DeadLetterId("payment.dlq", 3, 17);

  @TempDir Path directory;

  @Test
  void thePersonsEditorChangesThePayloadAndTheFileIsGoneAfterwards() throws Exception {
    Path seen = directory.resolve("seen");
    Path script =
        Files.writeString(
            directory.resolve("editor"),
            """
            echo "$1" > %s
            stat -c %%a "$1" >> %s
            sed -i s/19.99/1999/ "$1"
            """
                .formatted(seen, seen));

    byte[] mended =
        editing("sh " + script).inEditor(ID, "{\"amount\":19.99,\"n\":1}".getBytes(UTF_8));

    // laid out for people, a member a line
    assertThat(new String(mended, UTF_8)).contains("\"amount\" : 1999,\n", "\"n\" : 1\n");
    assertThat(Files.readAllLines(seen)).hasSize(2).element(1).isEqualTo("600");
    assertThat(Path.of(Files.readAllLines(seen).getFirst())).doesNotExist();
    assertThat(PayloadEditing.changes("{\"amount\":19.99,\"n\":1}".getBytes(UTF_8), mended))
        .containsExactly("-   \"amount\" : 19.99,", "+   \"amount\" : 1999,");
  }

  @Test
  void nothingIsSentWhenTheEditorFailsOrThereIsNoTerminal() {
    assertThatThrownBy(() -> editing("false").inEditor(ID, new byte[0]))
        .isInstanceOfSatisfying(
            Ending.class, it -> assertThat(it.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining("false ended with 1: nothing was sent");
    var unwatched = new PayloadEditing(terminal(false), "false");
    assertThatThrownBy(() -> unwatched.inEditor(ID, new byte[0]))
        .isInstanceOf(Ending.class)
        .hasMessageContaining("no terminal for an editor");
  }

  @Test
  void takesTheVisualEditorFirst() {
    assertThat(PayloadEditing.editorOf(Map.of("VISUAL", "code -w", "EDITOR", "ed")))
        .isEqualTo("code -w");
    assertThat(PayloadEditing.editorOf(Map.of("VISUAL", " ", "EDITOR", "ed"))).isEqualTo("ed");
    assertThat(PayloadEditing.editorOf(Map.of())).isEqualTo("vi");
  }

  private static PayloadEditing editing(String editor) {
    return new PayloadEditing(terminal(true), editor);
  }

  private static Terminal terminal(boolean answered) {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    return new Terminal(nowhere, nowhere, false, false, InputStream.nullInputStream(), answered);
  }
}
