package dev.parkade.bench;

import dev.parkade.bench.Contender.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Runs all contenders, one after the other, in each repetition.
final class Race {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration DRAIN = Duration.ofSeconds(90);
  private static final Duration STANDSTILL = Duration.ofSeconds(15);

  private final Arena arena;
  private final RacePlan plan;
  private final Consumer<String> talk;
  private final long begin = System.nanoTime();

  Race(Arena arena, RacePlan plan, Consumer<String> talk) {
    this.arena = arena;
    this.plan = plan;
    this.talk = talk;
  }

  RaceReport run() {
    Map<Contender, List<Heat>> heats = new LinkedHashMap<>();
    plan.contenders().forEach(it -> heats.put(it, new ArrayList<>()));
    if (plan.practice() > 0) {
      for (var contender : plan.contenders()) {
        say("%s, practice", contender.name());
        heat(contender, "practice." + contender.name(), plan.lasting(plan.practice()));
      }
    }
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      for (var contender : plan.order(repetition)) {
        say("%s, repetition %d of %d", contender.name(), repetition, plan.repetitions());
        var heat = heat(contender, "r%d.%s".formatted(repetition, contender.name()), plan);
        heats.computeIfAbsent(contender, _ -> new ArrayList<>()).add(heat);
        var wake = Latency.of(heat.wakes());
        say("  wake p50 %.1f, p99 %.1f ms; %s", wake.p50(), wake.p99(), heat.promises());
      }
    }
    var results = new ArrayList<ContenderResult>();
    heats.forEach((contender, all) -> results.add(ContenderResult.of(contender, all)));
    var backlogs = new ArrayList<BacklogResult>();
    if (plan.backlog() > 0) {
      // a listener that takes one record at a time is slow enough to be measured with fewer
      if (plan.practice() > 0) {
        backlog(new RecordAtATime(), "practice-backlog", Math.max(1, plan.backlog() / 12));
        backlog(new Ours(), "practice-backlog", Math.max(1, plan.backlog() / 3));
      }
      backlogs.add(backlog(new Ours(), "backlog", plan.backlog()));
      backlogs.add(backlog(new RecordAtATime(), "backlog", Math.max(1, plan.backlog() / 4)));
    }
    return RaceReport.of(plan, results, backlogs);
  }

  private Heat heat(Contender contender, String run, RacePlan plan) {
    var lane = arena.lane(contender, run);
    var prologue = Workload.prologue(lane);
    var steps = Workload.race(lane, plan);
    long probes = prologue.stream().filter(it -> it.item().payment).count();
    long asked = steps.stream().filter(it -> it.item().payment).count();
    try (var settlements = new Settlements(lane);
        var sender = new Sender(lane)) {
      preparePayments(contender, settlements);
      try (Running running = contender.start(lane)) {
        sender.send(prologue);
        if (!settlements.await(probes, () -> 0, READY, READY)) {
          throw new IllegalStateException(
              contender.name() + " did not begin to work within " + READY.toSeconds() + " s");
        }
        long late = sender.send(steps);
        settlements.await(probes + asked, running::givenUp, DRAIN, STANDSTILL);
        return Heat.of(
            steps,
            settlements.all(),
            running.setAside(),
            running.givenUp(),
            running.doubled(),
            late);
      }
    } finally {
      arena.clear(lane);
    }
  }

  private BacklogResult backlog(Contender contender, String run, int size) {
    say("%s of %d payments, %s", run, size, contender.name());
    var lane = arena.lane(contender, run + "." + contender.name());
    try (var settlements = new Settlements(lane);
        var sender = new Sender(lane)) {
      preparePayments(contender, settlements);
      sender.send(Workload.backlog(lane, size));
      try (Running running = contender.start(lane)) {
        settlements.await(size, running::givenUp, READY.plusSeconds(size / 500), READY);
        var result = BacklogResult.of(contender, size, settlements.all(), lane);
        say("  %.0f payments/s", result.paymentsPerSecond());
        return result;
      }
    } finally {
      arena.clear(lane);
    }
  }

  /// No key on the order: a payment that is made twice must show.
  private static void preparePayments(Contender contender, Settlements settlements) {
    if (!contender.isOurs()) {
      settlements.execute(
          """
          create table payment (
            seq bigint generated always as identity primary key,
            order_id uuid not null, customer_id text not null,
            amount bigint not null, currency text not null)
          """);
    }
  }

  private void say(String text, Object... arguments) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    talk.accept("%7.1f s  %s".formatted(seconds, String.format(Locale.ROOT, text, arguments)));
  }
}
