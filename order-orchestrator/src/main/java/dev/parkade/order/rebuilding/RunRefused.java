package dev.parkade.order.rebuilding;

/// Nothing was begun; the message says why.
final class RunRefused extends RuntimeException {

  RunRefused(String why) {
    super(why, null, false, false);
  }
}
