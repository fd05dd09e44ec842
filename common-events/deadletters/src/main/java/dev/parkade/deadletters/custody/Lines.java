package dev.parkade.deadletters.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// Reads a file line by line with bounded memory: a line that is too long is not kept.
final class Lines {

  /// More than the largest dead letter takes, its bytes in base64.
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /// @param text null if it cannot be taken for one
  /// @param why what is wrong with it; null if nothing is
  record Line(long number, @Nullable String text, @Nullable String why) {}

  private final InputStream in;
  private final int maxBytes;
  private long number;

  Lines(InputStream in) {
    this(in, MAX_BYTES);
  }

  Lines(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.maxBytes = maxBytes;
  }

  /// The next one that is not blank; null at the end.
  @Nullable Line next() throws IOException {
    while (true) {
      var bytes = new ByteArrayOutputStream(1024);
      boolean tooLong = false;
      int next = in.read();
      if (next < 0) {
        return null;
      }
      number++;
      while (next >= 0 && next != '\n') {
        tooLong |= bytes.size() >= maxBytes;
        if (!tooLong) {
          bytes.write(next);
        }
        next = in.read();
      }
      if (tooLong) {
        return new Line(number, null, "it is longer than " + maxBytes + " bytes");
      }
      Line line = line(bytes.toByteArray());
      if (line.text() == null || !line.text().isBlank()) {
        return line;
      }
    }
  }

  private Line line(byte[] bytes) {
    try {
      return new Line(number, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), null);
    } catch (CharacterCodingException e) {
      return new Line(number, null, "it is not UTF-8");
    }
  }
}
