package dev.parkade.local;

/// A command was refused before it changed anything. The message says why and what to do.
public final class SystemRefusal extends RuntimeException {
  /// Refused for this reason; the fix is what the person can do.
  public SystemRefusal(String reason, String fix) {
    super(reason + "\n  fix: " + fix);
  }
}
