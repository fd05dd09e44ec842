package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.bench.orders.Client.Placed;
import dev.parkade.local.Part;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The chapters, one after the other on the same system.
final class OrdersRun {
  private static final int WAIT_SECONDS = 10;
  private static final Duration END_LIMIT = Duration.ofSeconds(120);
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final Duration BEFORE_KILL = Duration.ofSeconds(3);
  private static final Duration AFTER_START = Duration.ofSeconds(12);
  private static final Duration POISON_PAUSE = Duration.ofMillis(200);

  private final BenchSystem system;
  private final Client client;
  private final Crowd crowd;
  private final OrdersPlan plan;
  private final Consumer<String> talk;
  private final Stamps stamps;
  private final Set<String> accepted = new HashSet<>();
  private final long begin = System.nanoTime();

  OrdersRun(BenchSystem system, Client client, OrdersPlan plan, Consumer<String> talk) {
    this.system = system;
    this.client = client;
    this.crowd = new Crowd(client);
    this.plan = plan;
    this.talk = talk;
    this.stamps = new Stamps(system);
  }

  OrdersReport run() {
    crowd.prepare();
    warmUp();
    double background = background();
    say("%d s at %d orders/s", plan.seconds(), plan.rate());
    Counters.prepare(system);
    var before = Counters.read(system);
    var processors = Processors.read(system);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    var orders = atRate(Duration.ofSeconds(plan.seconds()));
    var cores = Processors.read(system).since(processors);
    awaitAllEnded();
    var after = Counters.read(system);
    var times = stamps.of(ids(orders.orders()));
    var steady = Steady.of(orders.orders(), times, orders.lateMillis());
    var hops = Hops.of(orders.orders(), times);
    var costs = Costs.of(before, after, orders.orders().size(), times.values());
    say("%s", steady.line());
    var backlog = plan.backlog() == 0 ? null : backlog(plan.backlog());
    var poisoned = plan.poison() == 0 ? null : poisoned();
    var outages = new ArrayList<Outage>();
    if (plan.down() > 0) {
      outages.add(outage(Part.INVENTORY));
      outages.add(outage(Part.PAYMENT));
    }
    var books = Books.of(system, crowd, accepted);
    return report(background, load, cores, steady, hops, costs, backlog, poisoned, outages, books);
  }

  private OrdersReport report(
      double background,
      double load,
      Map<String, Double> cores,
      Steady steady,
      Hops hops,
      Costs costs,
      @Nullable Backlog backlog,
      @Nullable Poisoned poisoned,
      List<Outage> outages,
      Books books) {
    return new OrdersReport(
        OrdersReport.DEFINITION,
        Runtime.getRuntime().availableProcessors(),
        Latency.round(load),
        Runtime.version().toString(),
        plan.rate(),
        plan.seconds(),
        plan.warmUp(),
        background,
        cores,
        steady,
        hops,
        costs,
        backlog,
        poisoned,
        outages,
        books,
        client.repeated(),
        OrdersReport.aims(steady, backlog, outages, books));
  }

  /// Code is slow at first, also that for full polls.
  private void warmUp() {
    say("warm-up, %d s", plan.warmUp());
    if (plan.warmUp() > 0) {
      atRate(Duration.ofSeconds(plan.warmUp()));
      if (plan.backlog() > 0) {
        accept(crowd.asFastAsPossible(Math.min(1000, plan.backlog())));
      }
      awaitAllEnded();
    }
  }

  /// What the system writes per second when nobody orders.
  private double background() {
    Counters.prepare(system);
    var before = Counters.read(system);
    pause(IDLE);
    var after = Counters.read(system);
    return Latency.round((after.writes() - before.writes()) * 1000 / (after.at() - before.at()));
  }

  private Crowd.Load atRate(Duration length) {
    var load = crowd.atRate(plan.rate(), length, WAIT_SECONDS);
    accept(load.orders());
    return load;
  }

  private Backlog backlog(int count) {
    say("backlog of %d orders", count);
    Counters.prepare(system);
    var before = Counters.read(system);
    client.fault(Part.ORDERS, "relay/hold");
    List<Placed> orders;
    double releasedAt;
    try {
      orders = crowd.asFastAsPossible(count);
    } finally {
      releasedAt = Client.now();
      client.fault(Part.ORDERS, "relay/release");
    }
    accept(orders);
    awaitAllEnded();
    var after = Counters.read(system);
    var times = stamps.of(ids(orders));
    var costs = Costs.of(before, after, count, times.values());
    var backlog = Backlog.of(orders, releasedAt, times, costs);
    say("%s", backlog.line());
    return backlog;
  }

  private Poisoned poisoned() {
    say("poison beside orders, %d s", plan.poison());
    var length = Duration.ofSeconds(plan.poison());
    var poison = new Poison(system.endpoints().bootstrapServers(), length, POISON_PAUSE);
    var thread = Thread.ofPlatform().name("poison").start(poison);
    var orders = atRate(length);
    join(thread);
    awaitAllEnded();
    awaitDeadLetters(poison);
    var times = stamps.of(ids(orders.orders()));
    var found =
        new Poisoned(
            Steady.of(orders.orders(), times, orders.lateMillis()),
            poison.sent(),
            poison.deadLetters());
    say("%s", found.line());
    return found;
  }

  /// Kills a participant while orders come in. Nobody waits for answers, as they are limited.
  private Outage outage(Part victim) {
    say("killing %s for %d s", victim, plan.down());
    var down = Duration.ofSeconds(plan.down());
    var length = BEFORE_KILL.plus(down).plus(AFTER_START);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var load = threads.submit(() -> crowd.atRate(plan.rate(), length, 0));
      pause(BEFORE_KILL);
      long pid = system.pid(victim);
      double killedAt = Client.now();
      system.kill(victim);
      awaitDeath(victim, pid);
      pause(down.minusMillis((long) (Client.now() - killedAt)));
      double startedAt = Client.now();
      system.start(victim);
      double readyAt = Client.now();
      var orders = load.get().orders();
      accept(orders);
      awaitAllEnded();
      var found =
          Outage.of(
              victim.label(), pid, killedAt, startedAt, readyAt, orders, stamps.of(ids(orders)));
      say("%s", found.line());
      return found;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the load failed", failed.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void accept(Collection<Placed> orders) {
    orders.forEach(it -> accepted.add(it.id()));
  }

  private static List<String> ids(List<Placed> orders) {
    return orders.stream().map(Placed::id).toList();
  }

  private void awaitAllEnded() {
    long deadline = System.nanoTime() + END_LIMIT.toNanos();
    var sql = "select count(*) from orders where status = 'PENDING'";
    try (var connection = system.connect(Part.ORDERS);
        var statement = connection.createStatement()) {
      while (true) {
        try (var rows = statement.executeQuery(sql)) {
          rows.next();
          if (rows.getLong(1) == 0) {
            return;
          }
        }
        if (System.nanoTime() > deadline) {
          talk.accept("some orders have not ended within " + END_LIMIT.toSeconds() + " s");
          return;
        }
        pause(Duration.ofMillis(200));
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  private static void awaitDeadLetters(Poison poison) {
    long deadline = System.nanoTime() + END_LIMIT.toNanos();
    while (poison.deadLetters() < poison.sent() && System.nanoTime() < deadline) {
      pause(Duration.ofMillis(200));
    }
  }

  /// A process that nobody has taken leave of yet still has its number.
  private static void awaitDeath(Part victim, long pid) {
    var process = ProcessHandle.of(pid);
    try {
      if (process.isPresent()) {
        process.get().onExit().get(5, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException alive) {
      throw new IllegalStateException(victim + " survived, process " + pid, alive);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static void pause(Duration length) {
    try {
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private void say(String format, Object... arguments) {
    talk.accept(
        String.format(Locale.ROOT, "%4d s  ", (System.nanoTime() - begin) / 1_000_000_000L)
            + String.format(Locale.ROOT, format, arguments));
  }
}
