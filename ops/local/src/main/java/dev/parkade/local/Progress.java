package dev.parkade.local;

import java.time.Duration;

/// Hears what a start or a stop is doing. Called from several threads, one call at a time per part.
public interface Progress {
  /// Hears nothing.
  Progress SILENT =
      new Progress() {
        @Override
        public void began(Part part, String doing) {
          // nobody listens
        }

        @Override
        public void done(Part part, String state, Duration took) {
          // nobody listens
        }

        @Override
        public void note(String text) {
          // nobody listens
        }
      };

  /// A part is being worked on, such as *starting* or *stopping*.
  void began(Part part, String doing);

  /// That work ended well, such as *ready* or *stopped*.
  void done(Part part, String state, Duration took);

  /// Something worth knowing that belongs to no part, or went wrong without harm.
  void note(String text);
}
