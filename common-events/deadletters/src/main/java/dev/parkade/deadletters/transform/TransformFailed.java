package dev.parkade.deadletters.transform;

import org.jspecify.annotations.Nullable;

/// A transformation that broke down. The message says how, and what to do.
public final class TransformFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TransformFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
