package dev.parkade.cli.demo;

import dev.parkade.cli.terminal.CommandRunner;
import dev.parkade.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Runs commands of `ops/parkade` in this process, and shows what to type for the same and what
/// comes of it. The brokers of this system are added to what is shown.
final class Typed {
  private static final String INDENT = "    ";
  private static final int SHOWN = 12;

  private final CommandRunner commands;
  private final Story story;
  private final List<String> system;

  /// @param system options that say which system is meant
  Typed(CommandRunner commands, Story story, List<String> system) {
    this.commands = commands;
    this.story = story;
    this.system = List.copyOf(system);
  }

  /// How a command ended.
  ///
  /// @param data what it wrote to standard output
  /// @param talk what it said to the person
  record Ended(int exitCode, String data, String talk) {}

  /// Runs a command as if it had been typed.
  Ended type(String... arguments) {
    story.note("$ ops/parkade " + shown(arguments));
    var ended = run(arguments);
    var lines =
        (ended.exitCode() == 0 ? ended.data() : ended.data() + ended.talk()).lines().toList();
    lines.stream().limit(SHOWN).forEach(it -> story.note(INDENT + it));
    if (lines.size() > SHOWN) {
      story.note(INDENT + "… and %d lines more".formatted(lines.size() - SHOWN));
    }
    return ended;
  }

  /// Runs a command without a word.
  Ended run(String... arguments) {
    var data = new ByteArrayOutputStream();
    var talk = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(system);
    int exitCode = commands.run(new Terminal(stream(data), stream(talk), false, false), all);
    return new Ended(exitCode, text(data), text(talk));
  }

  private static String shown(String... arguments) {
    return List.of(arguments).stream()
        .map(it -> it.contains(" ") ? "'" + it + "'" : it)
        .collect(Collectors.joining(" "));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
