package dev.parkade.runtime.demo;

import java.util.Map;
import java.util.Set;

/// Something that a demonstration can break and mend again: `GET /demo/<name>` shows its state,
/// `POST /demo/<name>/<action>?parameter=value` changes it and answers with the new state.
///
/// Switches are forgotten at a restart.
public interface DemoSwitch {

  /// The path segment, such as `relay`.
  String name();

  /// The actions it knows, each a path segment, such as `hold`.
  Set<String> actions();

  /// Does one of [#actions()]; doing it twice is the same as once.
  ///
  /// @throws IllegalArgumentException if a parameter is missing or makes no sense; the message is
  ///     shown to the caller
  void apply(String action, Map<String, String> parameters);

  /// What to show, as a JSON object.
  Map<String, Object> state();
}
