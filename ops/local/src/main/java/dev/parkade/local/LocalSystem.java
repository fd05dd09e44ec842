package dev.parkade.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The whole system on this machine: a broker, a database server and the four services as processes
/// of their own, which outlive the JVM that started them. Several systems live side by side in
/// different directories with different port offsets.
///
/// Only processes that this system started, known by id and start instant, are ever stopped.
/// Commands that change something exclude each other per directory, also across JVMs.
public final class LocalSystem {
  private final Path repository;
  private final DataDirectory directory;

  /// @param repository the root of a Parkade checkout that has been built
  /// @param dataDirectory where the system keeps its data, state and logs
  public LocalSystem(Path repository, Path dataDirectory) {
    this.repository = repository;
    this.directory = new DataDirectory(dataDirectory);
  }

  /// What a start did.
  ///
  /// @param started the parts that were not running before
  /// @param took until all parts were ready
  /// @param preparing the share of it that made later starts fast, once per build
  public record Up(List<Part> started, Duration took, Duration preparing) {}

  /// Starts what is not running and waits until everything is ready.
  ///
  /// @throws SystemRefusal when it cannot start at all; nothing was changed
  /// @throws StartupFailure when a part did not start; all that this call started is stopped again
  public Up up(UpOptions options, Progress progress) {
    directory.claim();
    try (var _ = directory.lock()) {
      var known = directory.readState();
      var alive = known.alive();
      if (!alive.isEmpty()
          && options.portOffset().orElse(known.portOffset()) != known.portOffset()) {
        throw new SystemRefusal(
            "the system in %s runs with port offset %d"
                .formatted(directory.root(), known.portOffset()),
            "stop it first (parkade down), or use another --data-dir");
      }
      int offset = options.portOffset().orElse(known.portOffset());
      var environment = alive.isEmpty() ? options.environment() : known.environment();
      var database = alive.isEmpty() ? options.database() : known.database();
      var state = new SystemState(offset, environment, database, known.parts());
      var processes = new SystemProcesses(directory, state);
      return new SystemStart(repository, directory, processes, progress)
          .run(List.of(Part.values()));
    }
  }

  /// Stops everything that runs, services first, and keeps the data.
  ///
  /// @return the parts that were running
  public List<Part> down(Progress progress) {
    if (!directory.isOurs()) {
      return List.of();
    }
    try (var _ = directory.lock()) {
      var processes = processes();
      var running = List.copyOf(processes.state().alive().keySet());
      processes.stopAll(running, progress);
      return running;
    }
  }

  /// Deletes the data, state and logs of a system that is down.
  ///
  /// @throws SystemRefusal when a part runs, or when the directory is not one of a local system
  public void wipe() {
    if (!directory.readState().alive().isEmpty()) {
      throw new SystemRefusal("the system in " + directory.root() + " runs", "stop it first");
    }
    directory.wipe();
  }

  /// How every part is doing now.
  public List<PartStatus> status() {
    var state = directory.readState();
    return Arrays.stream(Part.values()).map(it -> status(state, it)).toList();
  }

  /// Whether every part is ready now.
  public boolean isUp() {
    return status().stream().allMatch(it -> it.state() == PartStatus.State.READY);
  }

  /// Where clients reach it.
  public Endpoints endpoints() {
    return new Endpoints(directory.readState().ports());
  }

  /// The services that have not been built, so that a start would be refused.
  public List<Part> unbuilt() {
    return Part.services().stream()
        .filter(it -> ServiceImage.built(repository, it).isEmpty())
        .toList();
  }

  /// Those of these ports that a start would need and that something else uses.
  public Set<Integer> takenPorts(Ports ports) {
    var state = directory.readState();
    var alive = state.ports().equals(ports) ? state.alive().keySet() : Set.<Part>of();
    return ports
        .taken(Arrays.stream(Part.values()).filter(it -> !alive.contains(it)).toList())
        .keySet();
  }

  /// The log of a part.
  public Path log(Part part) {
    return directory.log(part);
  }

  /// Ends a part at once, as a crash would (SIGKILL). Fine when it is down already.
  public void kill(Part part) {
    try (var _ = directory.lock()) {
      processes().kill(part);
    }
  }

  /// Stops a part in order. Fine when it is down already.
  public void stop(Part part) {
    try (var _ = directory.lock()) {
      processes().stop(part);
    }
  }

  /// Stops a part in order and starts it again on its data.
  public void restart(Part part, Progress progress) {
    stop(part);
    start(part, progress);
  }

  /// Starts a part that is down, on its old data, and waits until it is ready.
  ///
  /// @throws StartupFailure when it does not start
  public void start(Part part, Progress progress) {
    try (var _ = directory.lock()) {
      var processes = processes();
      if (processes.state().process(part).isEmpty()) {
        new SystemStart(repository, directory, processes, progress).run(List.of(part));
      }
    }
  }

  private SystemProcesses processes() {
    return new SystemProcesses(directory, directory.readState());
  }

  private PartStatus status(SystemState state, Part part) {
    var port = state.ports().of(part);
    var log = directory.log(part);
    return state
        .process(part)
        .map(
            it ->
                new PartStatus(
                    part,
                    port,
                    Probes.isReady(part, new Endpoints(state.ports()))
                        ? PartStatus.State.READY
                        : PartStatus.State.NOT_READY,
                    it.pid(),
                    it.startedAt(),
                    log))
        .orElseGet(() -> new PartStatus(part, port, PartStatus.State.DOWN, null, null, log));
  }
}
