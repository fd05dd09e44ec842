package dev.parkade.e2e.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// The pages of `ops/runbooks`.
final class Runbooks {
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Path FOLDER = Dashboard.REPOSITORY.resolve("ops/runbooks");

  private Runbooks() {}

  /// Whether there is a page of this name, and in it the heading of the anchor if there is one.
  static boolean exists(String target) {
    int hash = target.indexOf('#');
    Path page = FOLDER.resolve(hash < 0 ? target : target.substring(0, hash));
    if (!Files.isRegularFile(page)) {
      return false;
    }
    return hash < 0 || hasAnchor(page, target.substring(hash + 1));
  }

  private static boolean hasAnchor(Path page, String anchor) {
    try {
      return HEADING
          .matcher(Files.readString(page))
          .results()
          .map(it -> anchor(it.group(1)))
          .anyMatch(anchor::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // as GitHub makes them
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{Alnum} _-]", "")
        .replace(' ', '-');
  }
}
