package dev.parkade.cli.dlq.options;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Numbers from one to another, both included.
record Span(long from, long to) {

  /// Reads `3`, `3..7`, `3..` and `..7`.
  static final class Converter implements ITypeConverter<Span> {
    private static final Pattern TEXT = Pattern.compile("(\\d{0,18})(\\.\\.)?(\\d{0,18})");

    @Override
    public Span convert(String text) {
      var parts = TEXT.matcher(text);
      if (!parts.matches() || text.isEmpty() || text.equals("..")) {
        throw new TypeConversionException(
            "'%s' is no range: use 3, 3..7, 3.. or ..7".formatted(text));
      }
      boolean single = parts.group(2) == null;
      long from = parts.group(1).isEmpty() ? 0 : Long.parseLong(parts.group(1));
      String end = parts.group(3);
      long to = single ? from : end.isEmpty() ? Long.MAX_VALUE : Long.parseLong(end);
      if (to < from) {
        throw new TypeConversionException("'%s' ends before it begins".formatted(text));
      }
      return new Span(from, to);
    }
  }
}
