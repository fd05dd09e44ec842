package dev.parkade.cli.dlq.options;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An instant as people write it: ISO 8601, UTC unless it says otherwise, or how long ago.
sealed interface PointInTime {

  /// @param now what *ago* counts from
  Instant at(Instant now);

  /// So long ago.
  record Ago(Duration duration) implements PointInTime {
    @Override
    public Instant at(Instant now) {
      return now.minus(duration);
    }
  }

  /// Exactly then.
  record Then(Instant instant) implements PointInTime {
    @Override
    public Instant at(Instant now) {
      return instant;
    }
  }

  /// Reads `2026-11-28T09:00Z`, `2026-11-28T09:00`, `2026-11-28`, `90s`, `15m`, `2h`, `3d`.
  final class Converter implements ITypeConverter<PointInTime> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public PointInTime convert(String text) {
      var ago = AGO.matcher(text);
      if (ago.matches()) {
        return new Ago(duration(Long.parseLong(ago.group(1)), ago.group(2)));
      }
      try {
        return new Then(instant(text));
      } catch (DateTimeParseException unreadable) {
        throw new TypeConversionException(
            "'%s' is no time: use 2026-11-28, 2026-11-28T09:00Z, or how long ago: 90s, 15m, 2h, 3d"
                .formatted(text));
      }
    }

    private static Duration duration(long count, String unit) {
      return switch (unit) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }

    private static Instant instant(String text) {
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      boolean zoned =
          text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
      return zoned
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }
}
