package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.local.Part;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How much of the processors every part of the system has used so far, with its child processes.
///
/// @param nanoTime when that was
/// @param used by part; the load, which is this JVM, is one of them
record Processors(long nanoTime, Map<String, Duration> used) {
  static Processors read(BenchSystem system) {
    Map<String, Duration> used = new TreeMap<>();
    for (var part : Part.values()) {
      ProcessHandle.of(system.pid(part)).ifPresent(it -> used.put(part.label(), withChildren(it)));
    }
    used.put("load", ofOne(ProcessHandle.current()));
    return new Processors(System.nanoTime(), used);
  }

  /// Cores that each part kept busy since then, on average.
  Map<String, Double> since(Processors before) {
    double nanos = nanoTime - before.nanoTime;
    Map<String, Double> cores = new TreeMap<>();
    used.forEach(
        (part, time) -> {
          var earlier = before.used.getOrDefault(part, Duration.ZERO);
          cores.put(part, Latency.round(time.minus(earlier).toNanos() / nanos));
        });
    return cores;
  }

  private static Duration withChildren(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(Processors::ofOne)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration ofOne(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
