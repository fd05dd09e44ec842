package dev.parkade.order.rebuilding;

/// Somebody asked for a pass to be stopped.
final class PassStopped extends RuntimeException {

  PassStopped() {
    super("stopped on request", null, false, false);
  }
}
