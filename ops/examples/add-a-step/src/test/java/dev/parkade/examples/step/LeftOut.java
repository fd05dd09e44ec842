package dev.parkade.examples.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A piece of the example that somebody could forget: what it is, as the page says it, and how a
/// copy of the example is changed so that it is missing.
final class LeftOut {

  private final String name;
  private final String what;
  private final List<Edit> edits = new ArrayList<>();

  private LeftOut(String name, String what) {
    this.name = name;
    this.what = what;
  }

  private interface Change {
    void in(Path tree, Path file);
  }

  private record Edit(Path file, Change change) {}

  static LeftOut leaving(String name, String what) {
    return new LeftOut(name, what);
  }

  /// Without what the example changes in this file.
  LeftOut unchanged(String file) {
    return edit(
        file,
        (tree, it) -> Sources.write(tree.resolve(it), Sources.read(Sources.ROOT.resolve(it))));
  }

  /// Without this file.
  LeftOut missing(String file) {
    return edit(
        file,
        (tree, it) -> {
          try {
            Files.delete(tree.resolve(it));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// Without this text, which must be there once.
  LeftOut without(String file, String text) {
    return instead(file, text, "");
  }

  /// With another text instead of this one, which must be there once.
  LeftOut instead(String file, String text, String other) {
    return edit(
        file,
        (tree, it) -> {
          String before = Sources.read(tree.resolve(it));
          assertThat(before.split(Pattern.quote(text), -1))
              .as("%s, which is to be left out, must be once in %s", text, it)
              .hasSize(2);
          Sources.write(tree.resolve(it), before.replace(text, other));
        });
  }

  private LeftOut edit(String file, Change change) {
    edits.add(new Edit(Path.of(file), change));
    return this;
  }

  /// Changes a copy of the example.
  void leaveOut(Path tree) {
    edits.forEach(edit -> edit.change().in(tree, edit.file()));
  }

  Stream<Path> files() {
    return edits.stream().map(Edit::file).distinct();
  }

  String name() {
    return name;
  }

  String what() {
    return what;
  }

  @Override
  public String toString() {
    return what;
  }
}
