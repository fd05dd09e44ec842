package dev.parkade.local;

/// How long a started process lives.
public enum Lifetime {
  /// Stopped by a shutdown hook of this JVM. A SIGKILL of this JVM leaves the process running.
  WITH_THIS_JVM,
  /// Lives on in its own session after this JVM has ended, until somebody stops it by its id.
  DETACHED
}
