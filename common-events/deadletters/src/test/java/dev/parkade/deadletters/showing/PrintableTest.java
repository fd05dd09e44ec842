package dev.parkade.deadletters.showing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PrintableTest {
  @Test
  void showsWhatWouldControlTheTerminal() {
    assertThat(Printable.line("a\u001b]0;title\u0007b\r\nc\u009b2J"))
        .isEqualTo("a\\u001b]0;title\\u0007b\\r\\nc\\u009b2J");
    assertThat(Printable.line("user\u202etxt.exe")).isEqualTo("user\\u202etxt.exe");
    assertThat(Printable.line("tag \uDB40\uDC41, half \uD83D"))
        .isEqualTo("tag \\udb40\\udc41, half \\ud83d");
  }

  @Test
  void leavesTextAlone() {
    assertThat(Printable.line("Grüße, 世界 \uD83D\uDE42")).isEqualTo("Grüße, 世界 \uD83D\uDE42");
    assertThat(Printable.lines("two\nlines\tand a tab")).isEqualTo("two\nlines\tand a tab");
  }

  @Test
  void keepsAJsonDocumentWhatItIs() {
    String json = JsonMapper.shared().writeValueAsString("a\u009bb\u202ec\uDB40\uDC41\u007f");

    String shown = Printable.line(json);

    assertThat(shown).isASCII().isNotEqualTo(json);
    assertThat(JsonMapper.shared().readTree(shown)).isEqualTo(JsonMapper.shared().readTree(json));
  }

  @Test
  void cutsLongTextWithAnEllipsis() {
    assertThat(Printable.line("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Printable.line("abcdefg", 6)).isEqualTo("abcde…");
  }
}
