package dev.parkade.local;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known about a local system between two commands: its ports, and the processes that were
/// started and not stopped since.
///
/// @param portOffset by how much all ports are shifted
/// @param environment variables that every service gets in addition
/// @param database settings that the database server gets in addition
/// @param parts the processes; they may be gone by now
record SystemState(
    int portOffset,
    Map<String, String> environment,
    Map<String, String> database,
    Map<Part, Running> parts) {
  /// A process, which the start instant tells from a later one with the same id.
  record Running(long pid, Instant startedAt) {}

  static final SystemState NOTHING = new SystemState(0, Map.of(), Map.of());

  /// Nothing special for the database.
  SystemState(int portOffset, Map<String, String> environment, Map<Part, Running> parts) {
    this(portOffset, environment, Map.of(), parts);
  }

  SystemState {
    environment = Map.copyOf(environment);
    database = Map.copyOf(orNone(database));
    parts = Map.copyOf(parts);
  }

  Ports ports() {
    return new Ports(portOffset);
  }

  Optional<NativeProcess> process(Part part) {
    return Optional.ofNullable(parts.get(part))
        .flatMap(it -> NativeProcess.attach(it.pid(), it.startedAt()));
  }

  /// The processes that are still there.
  Map<Part, NativeProcess> alive() {
    var alive = new EnumMap<Part, NativeProcess>(Part.class);
    for (var part : Part.values()) {
      process(part).ifPresent(it -> alive.put(part, it));
    }
    return alive;
  }

  SystemState with(Part part, NativeProcess process) {
    var changed = new LinkedHashMap<>(parts);
    changed.put(part, new Running(process.pid(), process.startedAt()));
    return new SystemState(portOffset, environment, database, changed);
  }

  SystemState without(Part part) {
    var changed = new LinkedHashMap<>(parts);
    changed.remove(part);
    return new SystemState(portOffset, environment, database, changed);
  }

  /// A file that an earlier version wrote has none.
  private static Map<String, String> orNone(@Nullable Map<String, String> settings) {
    return settings == null ? Map.of() : settings;
  }
}
