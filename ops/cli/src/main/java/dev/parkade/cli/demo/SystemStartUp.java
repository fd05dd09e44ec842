package dev.parkade.cli.demo;

import dev.parkade.local.LocalSystem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long the start of the system took.
///
/// @param startupSeconds until all parts were ready; null if they were before
/// @param preparationSeconds the share that is spent once per build, on top; null likewise
record SystemStartUp(@Nullable Double startupSeconds, @Nullable Double preparationSeconds) {
  /// It was up before.
  static final SystemStartUp BEFORE = new SystemStartUp(null, null);

  static SystemStartUp of(LocalSystem.Up up, boolean everything) {
    return everything
        ? new SystemStartUp(
            up.took().minus(up.preparing()).toMillis() / 1e3, up.preparing().toMillis() / 1e3)
        : BEFORE;
  }

  Optional<Figure> figure() {
    return Optional.ofNullable(startupSeconds)
        .map(it -> Figure.atMost("start to all ready", it, 30, "s"));
  }
}
