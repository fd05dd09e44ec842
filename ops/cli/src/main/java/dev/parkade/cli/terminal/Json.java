package dev.parkade.cli.terminal;

import dev.parkade.deadletters.showing.Printable;
import tools.jackson.databind.json.JsonMapper;

/// JSON for people and programs.
final class Json {
  // a class of its own: commands that print no JSON do not wait for it
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String pretty(Object value) {
    return Printable.lines(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }

  static String line(Object value) {
    return Printable.line(MAPPER.writeValueAsString(value));
  }
}
