package dev.parkade.messages.id;

import java.util.UUID;

final class Uuids {

  private Uuids() {}

  static UUID parse(String text, String what) {
    // UUID.fromString also takes shortened groups, which would make two texts one id
    if (text.length() != 36) {
      throw new IllegalArgumentException("not " + what + " (a UUID): " + abbreviate(text));
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not " + what + " (a UUID): " + abbreviate(text), e);
    }
  }

  static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
