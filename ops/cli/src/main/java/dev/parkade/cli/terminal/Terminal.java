package dev.parkade.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/// Where a command prints. Data goes to standard output, so that it can be piped; talk goes to
/// standard error. Nothing is coloured unless a person watches and `NO_COLOR` is not set.
///
/// @param dataColoured whether data may be coloured
/// @param talkColoured whether talk may be coloured and redrawn
/// @param input what the person, or the program in front of the pipe, says
/// @param answered whether a person can be asked
public record Terminal(
    PrintStream data,
    PrintStream talk,
    boolean dataColoured,
    boolean talkColoured,
    InputStream input,
    boolean answered) {

  /// Nobody to ask.
  public Terminal(PrintStream data, PrintStream talk, boolean dataColoured, boolean talkColoured) {
    this(data, talk, dataColoured, talkColoured, InputStream.nullInputStream(), false);
  }

  /// The streams of this process. The launcher says in system properties which of them are
  /// terminals, which Java cannot find out for itself.
  public static Terminal ofThisProcess() {
    boolean colours = allowsColours(System.getenv());
    boolean watched = Boolean.getBoolean("parkade.stderr.terminal");
    return new Terminal(
        System.out,
        System.err,
        colours && Boolean.getBoolean("parkade.stdout.terminal"),
        colours && watched,
        System.in,
        watched && Boolean.getBoolean("parkade.stdin.terminal"));
  }

  /// Prints one line of data.
  public void print(String line) {
    data.println(line);
  }

  /// Prints a value as JSON, as data.
  public void printJson(Object value) {
    data.println(Json.pretty(value));
  }

  /// Prints a value as JSON on one line, as data.
  public void printJsonLine(Object value) {
    data.println(jsonLine(value));
  }

  /// A value as JSON on one line.
  public String jsonLine(Object value) {
    return Json.line(value);
  }

  /// Says something to the person.
  public void say(String line) {
    talk.println(line);
  }

  /// Data in a colour of picocli's markup, such as `green`, where that is allowed.
  public String coloured(String style, String text) {
    return (dataColoured ? Ansi.ON : Ansi.OFF).string("@|" + style + " " + text + "|@");
  }

  /// For help and usage errors.
  public Ansi ansi() {
    return dataColoured && talkColoured ? Ansi.ON : Ansi.OFF;
  }

  /// Standard output for libraries that want a writer.
  public PrintWriter dataWriter() {
    return new PrintWriter(data, true, StandardCharsets.UTF_8);
  }

  /// Standard error for libraries that want a writer.
  public PrintWriter talkWriter() {
    return new PrintWriter(talk, true, StandardCharsets.UTF_8);
  }

  static boolean allowsColours(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}
