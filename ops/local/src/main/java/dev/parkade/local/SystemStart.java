package dev.parkade.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Starts the parts of a system that are missing: first what the services need, then the services,
/// each group at the same time.
final class SystemStart {
  private final Path repository;
  private final DataDirectory directory;
  private final SystemProcesses processes;
  private final Progress progress;
  private final Map<Part, ServiceImage> images = new ConcurrentHashMap<>();
  private final Map<Part, Duration> rehearsals = new ConcurrentHashMap<>();

  SystemStart(
      Path repository, DataDirectory directory, SystemProcesses processes, Progress progress) {
    this.repository = repository;
    this.directory = directory;
    this.processes = processes;
    this.progress = progress;
  }

  /// Starts those of the wanted parts that are not running, and waits until all wanted are ready.
  ///
  /// @throws StartupFailure when one does not start; those that were started here are stopped again
  ///
  /// @return the parts that were started, and how long preparing for fast starts took
  LocalSystem.Up run(List<Part> wanted) {
    long begin = System.nanoTime();
    var alive = processes.state().alive().keySet();
    var missing = wanted.stream().filter(it -> !alive.contains(it)).toList();
    var jars = builtJars(missing);
    refuseTakenPorts(missing);
    var takeDown = new Thread(processes::abandon);
    Runtime.getRuntime().addShutdownHook(takeDown);
    try {
      startInfrastructure(wanted, missing, jars);
      announceRehearsals();
      var services = wanted.stream().filter(Part::isService).toList();
      // who is prepared starts while others prepare
      Together.run(services.stream().map(it -> task(() -> startService(it))).toList());
      return new LocalSystem.Up(missing, since(begin), longestRehearsal());
    } catch (RuntimeException failed) {
      boolean interrupted = processes.isAbandoned();
      processes.abandon();
      throw interrupted ? interruption(failed) : failed;
    } finally {
      forgetHook(takeDown);
    }
  }

  private Map<Part, Path> builtJars(List<Part> missing) {
    var jars = new EnumMap<Part, Path>(Part.class);
    for (var part : missing) {
      if (part.isService()) {
        jars.put(
            part,
            ServiceImage.built(repository, part)
                .orElseThrow(
                    () ->
                        new SystemRefusal(
                            part + " is not built: no *-exec.jar in its target directory",
                            "mvn -Dquick -DskipTests package")));
      }
    }
    return jars;
  }

  private void refuseTakenPorts(List<Part> missing) {
    var taken = processes.state().ports().taken(missing);
    if (!taken.isEmpty()) {
      var list = new ArrayList<String>();
      taken.forEach((port, part) -> list.add("port %d (for %s)".formatted(port, part)));
      throw new SystemRefusal(
          "something else listens on " + String.join(", ", list),
          "stop it, or shift all ports: --port-offset "
              + processes.state().ports().nextFree().offset());
    }
  }

  private void startInfrastructure(List<Part> wanted, List<Part> missing, Map<Part, Path> jars) {
    var tasks = new ArrayList<Runnable>();
    if (wanted.contains(Part.KAFKA)) {
      tasks.add(() -> startKafka(missing.contains(Part.KAFKA)));
    }
    if (wanted.contains(Part.POSTGRES)) {
      tasks.add(() -> startPostgres(missing.contains(Part.POSTGRES)));
    }
    tasks.add(
        () ->
            jars.forEach((service, jar) -> images.put(service, ServiceImage.unpack(service, jar))));
    Together.run(tasks);
  }

  private void startKafka(boolean launch) {
    start(Part.KAFKA, launch, processes::launchKafka);
    Infrastructure.provideTopics(processes.endpoints().bootstrapServers());
  }

  private void startPostgres(boolean launch) {
    start(Part.POSTGRES, launch, processes::launchPostgres);
    processes.createDatabases();
  }

  private void announceRehearsals() {
    if (images.values().stream().anyMatch(SystemStart::needsRehearsal)) {
      progress.note("preparing fast starts of the services by a rehearsal, once per build");
    }
  }

  private Duration longestRehearsal() {
    return rehearsals.values().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private static boolean needsRehearsal(ServiceImage image) {
    return !image.isRehearsed() && isWorthwhile(image);
  }

  /// `PARKADE_REHEARSE` names the services that are prepared, for systems that are started once: a
  /// rehearsal costs more than one start gains. Empty for none.
  private static boolean isWorthwhile(ServiceImage image) {
    var chosen = System.getenv("PARKADE_REHEARSE");
    return chosen == null || List.of(chosen.split("[\\s,]+")).contains(image.service().label());
  }

  private void rehearse(ServiceImage image) {
    var service = image.service();
    long begin = System.nanoTime();
    progress.began(service, "preparing");
    var log = directory.log(service).resolveSibling(service.label() + ".rehearsal.log");
    var environment =
        new ServiceEnvironment(processes.endpoints(), processes.state().environment());
    var endpoints = processes.endpoints();
    boolean prepared =
        image.rehearse(environment.of(service), log, () -> Probes.isReady(service, endpoints));
    rehearsals.put(service, since(begin));
    if (prepared) {
      progress.done(service, "prepared", since(begin));
    } else {
      progress.note(service + " could not be prepared and will start slower, see " + log);
    }
  }

  private void startService(Part service) {
    var image = images.get(service);
    if (image != null && needsRehearsal(image)) {
      rehearse(image);
    }
    start(
        service,
        image != null,
        () -> {
          if (image != null) {
            processes.launchService(image);
          }
        });
  }

  private void start(Part part, boolean launch, Runnable command) {
    long begin = System.nanoTime();
    if (launch) {
      progress.began(part, "starting");
      command.run();
    }
    processes.awaitReady(part);
    if (launch) {
      progress.done(part, "ready", since(begin));
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static Runnable task(Runnable runnable) {
    return runnable;
  }

  private static StartupFailure interruption(RuntimeException consequence) {
    return new StartupFailure(
        "the system", "interrupted, all of it is stopped", null, "start it again", consequence);
  }

  private static void forgetHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // then the hook runs, which is what it is for
    }
  }
}
