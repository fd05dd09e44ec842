package dev.parkade.runtime.consuming;

/// Thrown for what will pass by itself: the poll is tried again after a back-off, nothing is lost
/// and nothing is dead-lettered for it.
public class TransientFailure extends RuntimeException {

  public TransientFailure(String message) {
    super(message);
  }

  public TransientFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
