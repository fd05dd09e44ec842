package dev.parkade.runtime.problem;

import java.io.IOException;

/// A body turned out to be longer than allowed while it was read.
final class BodyTooLarge extends IOException {

  private final long limitBytes;

  BodyTooLarge(long limitBytes) {
    super("the request body has more than " + limitBytes + " bytes");
    this.limitBytes = limitBytes;
  }

  long limitBytes() {
    return limitBytes;
  }
}
