package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void linesAreNumberedAsPeopleCountThem() throws IOException {
    var lines = new Lines(new ByteArrayInputStream("one\n\r\n  \nfour\r\nfive".getBytes(UTF_8)));

    assertThat(lines.next()).isEqualTo(new Lines.Line(1, "one", null));
    assertThat(lines.next()).isEqualTo(new Lines.Line(4, "four\r", null));
    assertThat(lines.next()).isEqualTo(new Lines.Line(5, "five", null));
    assertThat(lines.next()).isNull();
  }

  @Test
  void aLineThatIsTooLongOrNoTextIsSaidToBeAndTheNextIsRead() throws IOException {
    byte[] invalid = {(byte) 0xff, '\n'};
    var lines =
        new Lines(
            new SequenceInputStream(
                new ByteArrayInputStream(("x".repeat(11) + "\n").getBytes(UTF_8)),
                new SequenceInputStream(
                    new ByteArrayInputStream(invalid),
                    new ByteArrayInputStream("fits here.".getBytes(UTF_8)))),
            10);

    assertThat(lines.next()).isEqualTo(new Lines.Line(1, null, "it is longer than 10 bytes"));
    assertThat(lines.next()).isEqualTo(new Lines.Line(2, null, "it is not UTF-8"));
    assertThat(lines.next()).isEqualTo(new Lines.Line(3, "fits here.", null));
    assertThat(lines.next()).isNull();
  }
}
