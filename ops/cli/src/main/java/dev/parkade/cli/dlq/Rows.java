package dev.parkade.cli.dlq;

import dev.parkade.cli.dlq.options.OutputOptions.Format;
import dev.parkade.cli.terminal.Table;
import dev.parkade.cli.terminal.Terminal;
import dev.parkade.deadletters.showing.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Prints a few values alike, as a table, as one JSON document or as one JSON object a line.
final class Rows {
  private static final int WIDEST = 100;

  private Rows() {}

  /// @param cells what a value is in the table, column by column
  static <T> void print(
      Terminal terminal,
      Format format,
      List<T> values,
      List<String> header,
      Function<T, List<String>> cells) {
    switch (format) {
      case JSON -> terminal.printJson(values);
      case NDJSON -> values.forEach(terminal::printJsonLine);
      case TABLE -> {
        var rows = new ArrayList<List<String>>();
        rows.add(header);
        values.forEach(
            it -> rows.add(cells.apply(it).stream().map(c -> Printable.line(c, WIDEST)).toList()));
        Table.lines(rows).forEach(terminal::print);
      }
    }
  }

  static String text(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("-");
  }

  /// To the second, which is enough for people.
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
