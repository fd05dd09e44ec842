package dev.parkade.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a contender did in all repetitions together.
///
/// @param setUp how it is set up
/// @param paymentsPerSecond median of the repetitions
/// @param wake of raced payments
/// @param wakeByLateness the same, by how late the customer was, in milliseconds
/// @param wakeP50ByRepetition so that the spread is seen
/// @param others payments that did not race
/// @param writesPerWaiting records or rows written for each command that had to wait
/// @param writesCounted what `writesPerWaiting` counts
/// @param givenUp of the lost ones, those that the contender itself gave up
/// @param loadLateMillis by how much the load itself was late at worst
record ContenderResult(
    String name,
    String setUp,
    double paymentsPerSecond,
    Latency wake,
    Map<Integer, Latency> wakeByLateness,
    List<Double> wakeP50ByRepetition,
    Latency others,
    long waited,
    double writesPerWaiting,
    String writesCounted,
    int lost,
    int doubled,
    int outOfOrder,
    long givenUp,
    long loadLateMillis,
    @JsonIgnore List<Double> wakes) {
  static ContenderResult of(Contender contender, List<Heat> heats) {
    var wakes = heats.stream().flatMap(it -> it.wakes().stream()).toList();
    var byLateness = new TreeMap<Integer, List<Double>>();
    heats.forEach(
        heat ->
            heat.wakesByLateness()
                .forEach(
                    (late, millis) ->
                        byLateness.computeIfAbsent(late, _ -> new ArrayList<>()).addAll(millis)));
    var latencies = new TreeMap<Integer, Latency>();
    byLateness.forEach((late, millis) -> latencies.put(late, Latency.of(millis)));
    var promises = heats.stream().map(Heat::promises).reduce(Promises::plus).orElseThrow();
    long waited = heats.stream().mapToLong(it -> it.setAside().commands()).sum();
    long writes = heats.stream().mapToLong(it -> it.setAside().writes()).sum();
    return new ContenderResult(
        contender.name(),
        contender.setUp(),
        Latency.median(heats.stream().map(Heat::paymentsPerSecond).toList()),
        Latency.of(wakes),
        latencies,
        heats.stream().map(it -> Latency.of(it.wakes()).p50()).toList(),
        Latency.of(heats.stream().flatMap(it -> it.others().stream()).toList()),
        waited,
        waited == 0 ? 0 : Latency.round((double) writes / waited),
        heats.getFirst().setAside().what(),
        promises.lost(),
        promises.doubled(),
        promises.outOfOrder(),
        heats.stream().mapToLong(Heat::givenUp).sum(),
        heats.stream().mapToLong(Heat::loadLateMillis).max().orElse(0),
        wakes);
  }
}
