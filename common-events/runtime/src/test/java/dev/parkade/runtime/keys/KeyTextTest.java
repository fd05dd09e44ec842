package dev.parkade.runtime.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

  private final KeyDeserializer reader = new KeyDeserializer();
  private final KeySerializer writer = new KeySerializer();

  @ParameterizedTest
  @ValueSource(strings = {"", "ada", "schön", "注文", "a 😀 pair", "one that was replaced: \uFFFD"})
  void utf8IsReadAsItIs(String key) {
    assertThat(reader.deserialize("topic", key.getBytes(UTF_8))).isEqualTo(key);
    assertThat(KeyText.isMalformed(key)).isFalse();
    assertThat(writer.serialize("topic", key)).isEqualTo(key.getBytes(UTF_8));
  }

  @Test
  void theBytesOfAKeyThatIsNotUtf8ComeBack() {
    byte[][] keys = {
      {(byte) 0xff},
      {'a', (byte) 0xc3},
      {(byte) 0xc3, 'a'},
      // half a surrogate pair, a NUL in two bytes, one more than there are code points
      {(byte) 0xed, (byte) 0xb2, (byte) 0x80},
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      // the beginning of a pair, and what is no end of it
      {(byte) 0xf0, (byte) 0x9f, (byte) 0x98, (byte) 0x80, (byte) 0x80, 'x'}
    };

    for (byte[] key : keys) {
      String text = reader.deserialize("topic", key);

      assertThat(KeyText.isMalformed(text)).isTrue();
      assertThat(writer.serialize("topic", text)).isEqualTo(key);
    }
  }

  @Test
  void theBytesOfAnyKeyComeBack() {
    var random = new Random(20261128);
    // bytes that make sequences, whole and broken ones
    byte[] bytes = {
      'a',
      0,
      0x7f,
      (byte) 0x80,
      (byte) 0xbf,
      (byte) 0xc3,
      (byte) 0xe2,
      (byte) 0xed,
      (byte) 0xef,
      (byte) 0xf0,
      (byte) 0x9f,
      (byte) 0x98,
      (byte) 0xff
    };

    for (int n = 0; n < 100_000; n++) {
      byte[] key = new byte[random.nextInt(12)];
      for (int i = 0; i < key.length; i++) {
        key[i] = bytes[random.nextInt(bytes.length)];
      }
      String text = KeyText.of(key);

      assertThat(KeyText.bytes(text)).isEqualTo(key);
      assertThat(KeyText.isMalformed(text)).isEqualTo(!text.equals(new String(key, UTF_8)));
    }
  }

  @Test
  void noKeyIsNoKey() {
    assertThat(reader.deserialize("topic", (byte[]) null)).isNull();
    assertThat(writer.serialize("topic", null)).isNull();
  }
}
