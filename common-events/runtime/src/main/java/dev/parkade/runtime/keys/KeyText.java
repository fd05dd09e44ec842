package dev.parkade.runtime.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/// The text of a record's key. Keys of ours are UTF-8; whatever else somebody sends, its bytes come
/// back from the text unchanged, so that a record can be moved with a key that nobody can read.
///
/// Each byte that is not UTF-8 becomes one half of a surrogate pair, U+DC00 plus the byte, which no
/// text that was UTF-8 has: the `surrogateescape` of Python (PEP 383).
public final class KeyText {

  private static final char ESCAPE = '\uDC00';
  private static final char REPLACEMENT = '\uFFFD';

  private KeyText() {}

  /// Reads a key. Never fails.
  public static String of(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    // put in for each malformed byte, and hardly ever sent by somebody
    return text.indexOf(REPLACEMENT) < 0 ? text : escaped(bytes);
  }

  /// The bytes that the text was read from.
  public static byte[] bytes(String key) {
    return isMalformed(key) ? unescaped(key) : key.getBytes(UTF_8);
  }

  /// Whether the key's bytes were not UTF-8.
  public static boolean isMalformed(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (Character.isHighSurrogate(key.charAt(i))) {
        i++;
      } else if (Character.isLowSurrogate(key.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static String escaped(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + Byte.toUnsignedInt(in.get())));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  private static byte[] unescaped(String key) {
    var bytes = new ByteArrayOutputStream(key.length());
    int next = 0;
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (Character.isLowSurrogate(c)) {
        bytes.writeBytes(key.substring(next, i).getBytes(UTF_8));
        bytes.write(c - ESCAPE);
        next = i + 1;
      }
    }
    bytes.writeBytes(key.substring(next).getBytes(UTF_8));
    return bytes.toByteArray();
  }
}
