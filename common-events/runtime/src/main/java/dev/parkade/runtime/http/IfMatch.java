package dev.parkade.runtime.http;

import dev.parkade.runtime.problem.CommonProblems;
import dev.parkade.runtime.problem.ProblemException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An `If-Match` header: the change is meant only for these versions.
///
/// @param any whether it is `*`: any version, as long as the thing exists
public record IfMatch(boolean any, Set<Long> versions) {

  private static final int MAX_LENGTH = 1000;
  private static final Pattern LIST =
      Pattern.compile("\\s*(W/)?\"[^\"]*\"\\s*(,\\s*(W/)?\"[^\"]*\"\\s*)*");
  private static final Pattern STRONG_TAG = Pattern.compile("(W/)?\"([^\"]*)\"");
  private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

  public IfMatch {
    versions = Set.copyOf(versions);
  }

  /// The strong ETag of a version: `"3"`.
  public static String etag(long version) {
    return "\"" + version + "\"";
  }

  /// Reads the header; empty if there is none. A weak tag, or one that is none of ours, matches
  /// nothing.
  ///
  /// @throws ProblemException if it is neither `*` nor a list of entity tags
  public static Optional<IfMatch> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    if (header.strip().equals("*")) {
      return Optional.of(new IfMatch(true, Set.of()));
    }
    if (header.length() > MAX_LENGTH || !LIST.matcher(header).matches()) {
      throw new ProblemException(
          CommonProblems.INVALID_PARAMETER,
          "If-Match must be * or entity tags as this service gave them, for example \"3\"");
    }
    Set<Long> versions = new HashSet<>();
    Matcher tags = STRONG_TAG.matcher(header);
    while (tags.find()) {
      if (tags.group(1) == null && VERSION.matcher(tags.group(2)).matches()) {
        versions.add(Long.parseLong(tags.group(2)));
      }
    }
    return Optional.of(new IfMatch(false, versions));
  }

  /// Whether a change of this version is meant.
  public boolean matches(long version) {
    return any || versions.contains(version);
  }
}
