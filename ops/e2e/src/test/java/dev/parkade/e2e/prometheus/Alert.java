package dev.parkade.e2e.prometheus;

import java.util.Map;

/// An alert that is pending or fires.
///
/// @param state `pending` or `firing`
public record Alert(
    String name, String state, Map<String, String> labels, Map<String, String> annotations) {

  /// Whether it fires, which one that is pending does not do yet.
  public boolean isFiring() {
    return state.equals("firing");
  }
}
