package dev.parkade.cli.invariants;

import java.util.List;

/// Whether one invariant holds.
///
/// @param id its number in the list of invariants, such as `I3`
/// @param name what it promises
/// @param how what was compared with what
/// @param holds whether nothing contradicts it
/// @param detail what was counted, or which ids contradict it
public record Finding(String id, String name, String how, boolean holds, String detail) {
  /// More ids would not help anybody to find the first one.
  private static final int SHOWN = 5;

  static Finding of(String id, String name, String how, String counted, List<String> violations) {
    return violations.isEmpty()
        ? new Finding(id, name, how, true, counted)
        : new Finding(id, name, how, false, describe(violations));
  }

  private static String describe(List<String> violations) {
    var shown = String.join("; ", violations.subList(0, Math.min(SHOWN, violations.size())));
    return violations.size() > SHOWN
        ? shown + "; and " + (violations.size() - SHOWN) + " more"
        : shown;
  }
}
