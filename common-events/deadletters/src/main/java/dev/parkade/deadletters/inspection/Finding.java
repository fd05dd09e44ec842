package dev.parkade.deadletters.inspection;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What was found about one thing that was looked at.
///
/// @param subject the topic, usually
/// @param what one sentence
/// @param fix the command or the act that mends it; null if there is nothing to mend
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(Level level, String subject, String what, @Nullable String fix) {

  /// How bad it is.
  public enum Level {
    OK,
    /// Something does not work as well as it could, or is about to go wrong.
    WARNING,
    /// Dead letters are lost, cannot be read or cannot be replayed.
    PROBLEM
  }

  static Finding ok(String subject, String what) {
    return new Finding(Level.OK, subject, what, null);
  }

  static Finding warning(String subject, String what, String fix) {
    return new Finding(Level.WARNING, subject, what, fix);
  }

  static Finding problem(String subject, String what, String fix) {
    return new Finding(Level.PROBLEM, subject, what, fix);
  }
}
