package dev.parkade.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The processes of one local system: starts and stops single parts and keeps the state file true.
/// Whoever changes something holds the directory's lock.
final class SystemProcesses {
  private static final Duration SERVICE_START_LIMIT = Duration.ofSeconds(120);
  // a part in the middle of its start answers late, and has nothing to lose
  private static final Duration ABANDON_LIMIT = Duration.ofSeconds(3);
  private static final Duration LAUNCH_LIMIT = Duration.ofSeconds(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final DataDirectory directory;
  private final List<Part> started = new ArrayList<>();
  private SystemState state;
  private boolean abandoned;
  private int launching;

  SystemProcesses(DataDirectory directory, SystemState state) {
    this.directory = directory;
    this.state = state;
  }

  synchronized SystemState state() {
    return state;
  }

  Endpoints endpoints() {
    return new Endpoints(state().ports());
  }

  void launchKafka() {
    var ports = state().ports();
    launch(
        Part.KAFKA,
        () ->
            KafkaProcess.launch(
                    directory.home(Part.KAFKA),
                    ports.of(Part.KAFKA),
                    ports.inner(Part.KAFKA),
                    directory.openLog(Part.KAFKA),
                    Lifetime.DETACHED)
                .process());
  }

  void launchPostgres() {
    launch(
        Part.POSTGRES,
        () ->
            PostgresServer.launch(
                    directory.home(Part.POSTGRES),
                    state().ports().of(Part.POSTGRES),
                    state().database(),
                    directory.openLog(Part.POSTGRES),
                    Lifetime.DETACHED)
                .process());
  }

  void launchService(ServiceImage image) {
    var service = image.service();
    var environment = new ServiceEnvironment(endpoints(), state().environment()).of(service);
    launch(
        service,
        () ->
            NativeProcess.spawn(
                image.command(), environment, directory.openLog(service), Lifetime.DETACHED));
  }

  void createDatabases() {
    var process = state().process(Part.POSTGRES).orElseThrow();
    var server = new PostgresServer(process, state().ports().of(Part.POSTGRES));
    Infrastructure.createDatabases(server, endpoints());
  }

  /// Waits until a part that was launched, now or earlier, does its work.
  void awaitReady(Part part) {
    var process =
        state()
            .process(part)
            .orElseThrow(() -> failure(part, "its process ended right after its start"));
    var port = state().ports().of(part);
    if (part == Part.KAFKA) {
      new KafkaProcess(process, port).awaitReady(directory.log(part));
    } else if (part == Part.POSTGRES) {
      new PostgresServer(process, port).awaitReady(directory.log(part));
    } else {
      awaitService(part, process);
    }
  }

  /// Stops a part in order, and forgets it.
  void stop(Part part) {
    stop(part, STOP_LIMIT);
  }

  private void stop(Part part, Duration limit) {
    state()
        .process(part)
        .ifPresent(
            it -> {
              if (part == Part.POSTGRES) {
                new PostgresServer(it, state.ports().of(part)).stop();
              } else {
                it.stop("TERM", limit);
              }
            });
    forget(part);
  }

  /// Ends a part as a crash would, and forgets it.
  void kill(Part part) {
    state()
        .process(part)
        .ifPresent(
            it -> {
              if (part == Part.POSTGRES) {
                new PostgresServer(it, state.ports().of(part)).kill();
              } else {
                it.kill();
              }
            });
    forget(part);
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /// Takes down what was launched through this object, and launches nothing more.
  void abandon() {
    stopAll(endLaunches(), Progress.SILENT, ABANDON_LIMIT);
  }

  /// Stops services first, then what they need.
  void stopAll(List<Part> parts, Progress progress) {
    stopAll(parts, progress, STOP_LIMIT);
  }

  private void stopAll(List<Part> parts, Progress progress, Duration limit) {
    stopTogether(parts.stream().filter(Part::isService).toList(), progress, limit);
    stopTogether(parts.stream().filter(it -> !it.isService()).toList(), progress, limit);
  }

  private void stopTogether(List<Part> parts, Progress progress, Duration limit) {
    Together.run(
        parts.stream()
            .map(
                part ->
                    (Runnable)
                        () -> {
                          long begin = System.nanoTime();
                          progress.began(part, "stopping");
                          stop(part, limit);
                          progress.done(
                              part, "stopped", Duration.ofNanos(System.nanoTime() - begin));
                        })
            .toList());
  }

  private void launch(Part part, Supplier<NativeProcess> command) {
    synchronized (this) {
      if (abandoned) {
        throw new IllegalStateException("the start was abandoned");
      }
      launching++;
    }
    try {
      var process = command.get();
      synchronized (this) {
        started.add(part);
        change(state.with(part, process));
      }
    } finally {
      synchronized (this) {
        launching--;
        notifyAll();
      }
    }
  }

  /// An abandoned start must know every process there is, so it waits for those being launched.
  private synchronized List<Part> endLaunches() {
    abandoned = true;
    long deadline = System.nanoTime() + LAUNCH_LIMIT.toNanos();
    try {
      while (launching > 0 && System.nanoTime() < deadline) {
        wait(100);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(started);
  }

  private void awaitService(Part part, NativeProcess process) {
    var management = endpoints().management(part);
    try {
      Readiness.await(process, SERVICE_START_LIMIT, () -> Probes.serviceIsReady(management));
    } catch (Readiness.Missed missed) {
      throw failure(part, missed.getMessage());
    }
  }

  private StartupFailure failure(Part part, String reason) {
    return new StartupFailure(
        part.label(), reason, directory.log(part), "read the log, then try again");
  }

  private synchronized void forget(Part part) {
    change(state.without(part));
  }

  private synchronized void change(SystemState changed) {
    state = changed;
    directory.writeState(changed);
  }
}
