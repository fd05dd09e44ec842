package dev.parkade.cli.demo;

import dev.parkade.local.Part;
import java.time.Duration;
import java.util.List;

/// How fast the relay of customer-service is, with little and with much to do.
final class RelayFigures implements Chapter {
  private static final int RATE = 200;
  private static final int SECONDS = 10;
  private static final Duration PACE = Duration.ofSeconds(1).dividedBy(RATE);
  private static final int BACKLOG = 20_000;

  /// A relay that has just been started runs code that is not compiled yet: some rows at once, for
  /// the way of a backlog, and single ones for as long as chapter e has to wait anyway.
  private static final int WARM_UP = 10_000;

  private static final int WARM_UP_SECONDS = 15;

  /// The figures say how long it took; this only says when something is stuck.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private List<Figure> figures = List.of();

  List<Figure> figures() {
    return figures;
  }

  @Override
  public String title() {
    return "i. How fast the relay is";
  }

  @Override
  public String doing() {
    return ("writes outbox rows of 300 bytes, one per transaction, by SQL: %,d to warm up, %,d while"
            + " the relay is held, then %d a second for %d s to warm up and for %d s that count")
        .formatted(WARM_UP, BACKLOG, RATE, WARM_UP_SECONDS, SECONDS);
  }

  @Override
  public String expected() {
    return "all arrive; the targets are in the table of figures";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    try (var probe =
        new RelayProbe(
            stage.database(Part.CUSTOMER),
            stage.endpoints().bootstrapServers(),
            stage.name("probe"))) {
      probe.fill(WARM_UP);
      probe.drain(WARM_UP, LIMIT);
      double rate = drained(stage, probe);
      probe.hops(RATE * WARM_UP_SECONDS, PACE, LIMIT);
      var hop = Latencies.of(probe.hops(RATE * SECONDS, PACE, LIMIT));
      figures =
          List.of(
              Figure.atMost("relay hop at 200/s, p50", hop.p50(), 2, "ms"),
              Figure.atMost("relay hop at 200/s, p99", hop.p99(), 10, "ms"),
              Figure.atLeast("relay, from a backlog", rate, 10_000, "messages/s"));
      return Outcome.of(true, "backlog at %,.0f messages/s; commit to readable %s", rate, hop);
    }
  }

  private static double drained(Stage stage, RelayProbe probe) throws InterruptedException {
    stage.shop().holdRelay(Part.CUSTOMER);
    try {
      probe.fill(BACKLOG);
    } finally {
      stage.shop().releaseRelay(Part.CUSTOMER);
    }
    return BACKLOG / (probe.drain(BACKLOG, LIMIT).toNanos() / 1e9);
  }
}
