package dev.parkade.deadletters.ledger;

/// What people type in is one line that says something.
final class OneLine {

  private OneLine() {}

  static String of(String what, String text, int max) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty; say it in a few words");
    }
    if (stripped.length() > max) {
      throw new IllegalArgumentException(
          "%s has %d characters, at most %d are kept; shorten it"
              .formatted(what, stripped.length(), max));
    }
    if (stripped.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          what + " has a line break or another control character; write it on one line");
    }
    return stripped;
  }
}
