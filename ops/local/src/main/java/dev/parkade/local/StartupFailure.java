package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of the system did not start. The message names the part, the reason, the last lines of
/// its log with the log's place, and what to do about it. Nothing of that part is left running.
public final class StartupFailure extends RuntimeException {
  private static final int LINES = 12;
  private static final int NEAR_THE_END = 300;
  private static final int LINE_LENGTH = 300;
  private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ )");
  private static final Pattern ERROR =
      Pattern.compile("\\b(ERROR|FATAL|PANIC|Caused by|OutOfMemoryError)\\b|^\\S+Exception\\b");

  private final String part;
  private final @Nullable Path log;

  /// @param log where the part logs, or null when it never ran
  /// @param fix an instruction a person can follow
  public StartupFailure(
      String part, String reason, @Nullable Path log, String fix, @Nullable Throwable cause) {
    super(describe(part, reason, log, fix), cause);
    this.part = part;
    this.log = log;
  }

  StartupFailure(String part, String reason, @Nullable Path log, String fix) {
    this(part, reason, log, fix, null);
  }

  /// The part that failed, as it is called in the table of `parkade status`.
  public String part() {
    return part;
  }

  /// Where the part logs, or null when it never ran.
  public @Nullable Path log() {
    return log;
  }

  private static String describe(String part, String reason, @Nullable Path log, String fix) {
    var text = new StringBuilder(part).append(" did not start: ").append(reason);
    if (log != null && Files.exists(log)) {
      tellingLines(log).forEach(line -> text.append("\n  | ").append(line));
      text.append("\n  log: ").append(log);
    }
    return text.append("\n  fix: ").append(fix).toString();
  }

  private static List<String> tellingLines(Path log) {
    try {
      return tellingLines(Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + log, unreadable);
    }
  }

  /// The errors near the end; without any, or where they are explained at the end, the end itself.
  static List<String> tellingLines(List<String> log) {
    var lines =
        last(NEAR_THE_END, log).stream()
            .filter(line -> !line.isBlank() && !STACK_FRAME.matcher(line).lookingAt())
            .map(line -> line.substring(0, Math.min(line.length(), LINE_LENGTH)))
            .toList();
    var end = last(LINES, lines);
    var errors = lines.stream().filter(line -> ERROR.matcher(line).find()).toList();
    boolean explained = end.stream().anyMatch(line -> line.contains("APPLICATION FAILED TO START"));
    return errors.isEmpty() || explained ? end : last(LINES, errors);
  }

  private static List<String> last(int count, List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }
}
