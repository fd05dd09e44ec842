package dev.parkade.simulation;

/// Something that must never be.
final class Violation extends AssertionError {

  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
