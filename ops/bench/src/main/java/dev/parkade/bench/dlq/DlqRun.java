package dev.parkade.bench.dlq;

import dev.parkade.bench.Latency;
import dev.parkade.bench.dlq.DlqReport.KilledReplay;
import dev.parkade.bench.dlq.DlqReport.Many;
import dev.parkade.bench.dlq.DlqReport.Peer;
import dev.parkade.bench.dlq.DlqReport.Replay;
import dev.parkade.bench.dlq.DlqReport.Step;
import dev.parkade.messages.topic.Topics;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One benchmark from beginning to end. The dead letters of the inventory are for what nobody
/// disturbs, those of the orchestrator for what is killed, those of payments for many.
final class DlqRun {
  private static final String RESERVE = "parkade.inventory.reserve.v1";
  private static final String RESERVED = "parkade.inventory.reserved.v1";
  private static final int FEW = 60;
  private static final int KILLS = 3;

  /// The exit code of a replay that sent all and has not heard of their ends.
  private static final int IN_FLIGHT = 4;

  /// How a command that was killed and left its lease behind is continued at once.
  private static final String INSIST = "--take-over";

  private final DlqBroker broker;
  private final Tool tool;
  private final Seed seed;
  private final Path directory;
  private final DlqPlan plan;
  private final Consumer<String> talk;

  DlqRun(DlqBroker broker, Tool tool, Path directory, DlqPlan plan, Consumer<String> talk) {
    this.broker = broker;
    this.tool = tool;
    this.seed = new Seed(broker.bootstrapServers());
    this.directory = directory;
    this.plan = plan;
    this.talk = talk;
  }

  DlqReport run() throws InterruptedException {
    var starts = starts();
    talk.accept("writing %,d dead letters twice".formatted(plan.letters()));
    seed.failures(Topics.INVENTORY_DLQ, Topics.INVENTORY_COMMANDS, RESERVE, 0, plan.letters());
    seed.failures(Topics.ORDER_DLQ, Topics.ORDER_REPLIES, RESERVED, FEW, plan.letters() - FEW);
    talk.accept("ls");
    double ls = tool.run("ls", "--service", "inventory").expect(0).seconds();
    var peer = new PeerRun(broker, plan.peer());
    seed.failures(DlqBroker.PEER_DLQ, Topics.INVENTORY_COMMANDS, RESERVE, 0, plan.peer());
    talk.accept("the usual script");
    double peerRate = peer.rate();
    talk.accept("the usual script, killed");
    var peerKilled = peer.killed();
    var replay = replay();
    var killed = killed();
    var many = plan.many() == 0 ? null : many();
    return new DlqReport(
        DlqReport.DEFINITION,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version().toString(),
        starts,
        plan.letters(),
        Latency.round(ls),
        replay,
        killed,
        new Peer(plan.peer(), peerRate, peerKilled, Latency.round(replay.perSecond() / peerRate)),
        many,
        DlqReport.aims(starts, plan.letters(), ls, replay, killed, many));
  }

  private Latency starts() {
    talk.accept("%d starts".formatted(plan.starts()));
    seed.failures(Topics.ORDER_DLQ, Topics.ORDER_REPLIES, RESERVED, 0, FEW);
    // the first one on a machine prepares the others
    tool.run("ls", "--service", "order").expect(0);
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < plan.starts(); i++) {
      millis.add(tool.run("ls", "--service", "order").expect(0).firstOutput() * 1_000);
    }
    return Latency.of(millis);
  }

  private Replay replay() {
    talk.accept("plan and replay");
    var file = planFile("inventory");
    var planned = tool.run(planning("inventory", file)).expect(0);
    var replayed = tool.run(replaying(file)).expect(IN_FLIGHT);
    return new Replay(
        plan.letters(),
        Latency.round(planned.seconds()),
        Latency.round(replayed.seconds()),
        Census.of(broker.bootstrapServers(), Topics.INVENTORY_COMMANDS.name(), 0, plan.letters()));
  }

  private KilledReplay killed() throws InterruptedException {
    talk.accept("replay, killed %d times".formatted(KILLS));
    var file = planFile("order");
    tool.run(planning("order", file)).expect(0);
    var target = Topics.ORDER_REPLIES.name();
    List<Long> atKills = new ArrayList<>();
    long began = System.nanoTime();
    for (int kill = 1; kill <= KILLS; kill++) {
      long until = (long) plan.letters() * kill / (KILLS + 1);
      var running = tool.start(replaying(file, INSIST));
      Progress.await(() -> broker.end(target) > until || !running.process().isAlive());
      if (!running.process().isAlive()) {
        throw new IllegalStateException("it ended before it was killed: " + running.talk());
      }
      running.process().destroyForcibly().waitFor();
      atKills.add(broker.end(target));
    }
    tool.run(replaying(file, INSIST)).expect(IN_FLIGHT);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new KilledReplay(
        plan.letters(),
        KILLS,
        atKills,
        Latency.round(seconds),
        Census.of(broker.bootstrapServers(), target, 0, plan.letters()));
  }

  private Many many() {
    talk.accept("writing %,d dead letters".formatted(plan.many()));
    seed.payments(plan.many());
    var file = planFile("payment");
    List<Step> steps = new ArrayList<>();
    steps.add(step("ls", 0, "ls", "--service", "payment"));
    steps.add(step("plan", 0, planning("payment", file)));
    steps.add(step("replay", IN_FLIGHT, replaying(file)));
    return new Many(
        plan.many(),
        plan.heapMegabytes(),
        steps,
        Census.of(broker.bootstrapServers(), Topics.PAYMENT_PARKED.name(), 0, plan.many()));
  }

  private Step step(String name, int exitCode, String... arguments) {
    talk.accept("%s in %d MB".formatted(name, plan.heapMegabytes()));
    var ended = tool.runIn(plan.heapMegabytes(), arguments).expect(exitCode);
    return new Step(name, Latency.round(ended.seconds()), ended.heap());
  }

  private Path planFile(String service) {
    return directory.resolve(service + ".plan");
  }

  private static String[] planning(String service, Path file) {
    return new String[] {
      "plan", "--service", service, "--why", "to measure it", "--out", file.toString()
    };
  }

  /// As fast as it goes. Nobody reads the target here, so nobody is waited for, and all are in
  /// flight when it ends.
  private static String[] replaying(Path file, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "replay",
                file.toString(),
                "--yes",
                "--max-lag",
                "0",
                "--no-canary",
                "--wait",
                "0s"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }
}
