package dev.parkade.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the documentation comment of a record says, read from the sources of the module under test.
/// Types of other modules have none here.
///
/// @param summary the text in front of the components
/// @param components what is said about a component, by its name
record SourceDocs(String summary, Map<String, String> components) {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final String PARAM = "@param ";

  static SourceDocs of(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    Path source = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
    try {
      return Files.exists(source)
          ? parse(comment(Files.readAllLines(source), type.getSimpleName()))
          : new SourceDocs("", Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + source, e);
    }
  }

  /// The lines of the comment in front of the record, without their slashes.
  private static List<String> comment(List<String> lines, String name) {
    List<String> comment = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.matches(".*\\brecord " + name + "\\b.*")) {
        return comment;
      }
      if (text.startsWith("///")) {
        comment.add(text.substring(3).strip());
      } else if (!text.startsWith("@")) {
        comment.clear();
      }
    }
    return List.of();
  }

  private static SourceDocs parse(List<String> comment) {
    Map<String, String> texts = new LinkedHashMap<>();
    String about = "";
    for (String line : comment) {
      String text = line;
      if (line.startsWith(PARAM)) {
        int space = line.indexOf(' ', PARAM.length());
        about = line.substring(PARAM.length(), space);
        text = line.substring(space + 1);
      } else if (line.startsWith("@")) {
        break;
      }
      texts.merge(about, text, (before, more) -> (before + " " + more).strip());
    }
    String summary = texts.remove("");
    return new SourceDocs(summary == null ? "" : summary, texts);
  }
}
