package dev.parkade.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the system did not start. The message names the part, the reason, the last lines of
/// its log with the log's place, and what to do about it. Nothing of that part is left running.
public final class StartupFailure extends RuntimeException {
  private static final int LOG_LINES = 15;

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
      tail(log).forEach(line -> text.append("\n  | ").append(line));
      text.append("\n  log: ").append(log);
    }
    return text.append("\n  fix: ").append(fix).toString();
  }

  private static List<String> tail(Path log) {
    try {
      var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + log, unreadable);
    }
  }
}
