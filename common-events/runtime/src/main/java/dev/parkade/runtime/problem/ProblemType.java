package dev.parkade.runtime.problem;

import java.util.regex.Pattern;

/// A kind of problem. Clients and tools match on its code, which never changes.
///
/// @param code lower-case words joined by hyphens, for example `stock-unavailable`
/// @param title the same in a few words for people
/// @param status the HTTP status, 400 to 599
/// @param remedy what the reader should do about it, in whole sentences
public record ProblemType(String code, String title, int status, String remedy) {

  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /// @throws IllegalArgumentException for a code or a status that does not have the form above
  public ProblemType {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("a problem code is lower-case words and hyphens: " + code);
    }
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("the status of " + code + " is no error: " + status);
    }
  }

  /// The relative URI of the page that explains this problem, served by the same service.
  public String uri() {
    return "/problems/" + code;
  }
}
