package dev.parkade.cli.doctor;

/// What one look at this machine found.
///
/// @param name what was looked at
/// @param verdict how it stands
/// @param found in words
/// @param fix the command that mends it; empty when there is nothing to mend
record Check(String name, Verdict verdict, String found, String fix) {
  /// How a thing stands.
  enum Verdict {
    /// As it should be.
    OK,
    /// Works, but something will be slower or refused.
    WARNING,
    /// Parkade cannot run without it.
    MISSING
  }

  static Check ok(String name, String found) {
    return new Check(name, Verdict.OK, found, "");
  }

  static Check warning(String name, String found, String fix) {
    return new Check(name, Verdict.WARNING, found, fix);
  }

  static Check missing(String name, String found, String fix) {
    return new Check(name, Verdict.MISSING, found, fix);
  }
}
