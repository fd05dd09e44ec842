package dev.parkade.messages.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-22T06:51:43Z",
        "2026-11-22T06:51:43.1Z",
        "2026-11-22T06:51:43.123456789Z",
        "2024-02-29T00:00:00.000001Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T06:51:43+02:00",
        "2026-11-22T06:51:43.5-11:30",
        "2026-11-22T06:51:43.Z",
        "2026-11-22T06:51Z"
      })
  void readsWhatThePlatformReads(String text) {
    assertThat(Rfc3339.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-22T06:51:43",
        "2026-13-22T06:51:43Z",
        "2026-02-29T06:51:43Z",
        "2026-11-22T24:51:43Z",
        "2026-11-22T06:51:60Z",
        "2026-11-22T06:51:43.1234567890Z",
        "2026-11-22T06:51:43.12a4Z",
        "2026-11-22T06:51:4३Z",
        "2026-11-22 06:51:43Z",
        "-026-11-22T06:51:43Z"
      })
  void refusesWhatThePlatformRefuses(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> OffsetDateTime.parse(text));
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Rfc3339.parse(text));
  }

  @Test
  void readsEveryInstantThatItsOwnTextTells() {
    var random = new Random(7);

    for (int i = 0; i < 2_000; i++) {
      var instant = Instant.ofEpochSecond(random.nextLong(253_402_300_800L), random.nextInt());

      assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
    }
  }
}
