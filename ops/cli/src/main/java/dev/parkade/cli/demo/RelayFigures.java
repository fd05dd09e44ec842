package dev.parkade.cli.demo;

import dev.parkade.local.Part;
import java.time.Duration;
import java.util.List;

/// How fast the relay of customer-service is, with little and with much to do.
final class RelayFigures implements Chapter {
  private static final int RATE = 200;
  private static final int SECONDS = 10;
  private static final int BACKLOG = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private List<Figure> figures = List.of();

  List<Figure> figures() {
    return figures;
  }

  @Override
  public String title() {
    return "g. How fast the relay is";
  }

  @Override
  public String doing() {
    return ("writes outbox rows of 300 bytes, one per transaction, by SQL: %d a second for %d s,"
            + " then %,d while the relay is held")
        .formatted(RATE, SECONDS, BACKLOG);
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
      var hop =
          Latencies.of(probe.hops(RATE * SECONDS, Duration.ofSeconds(1).dividedBy(RATE), LIMIT));
      double rate = drained(stage, probe);
      figures =
          List.of(
              Figure.atMost("relay hop at 200/s, p50", hop.p50(), 2, "ms"),
              Figure.atMost("relay hop at 200/s, p99", hop.p99(), 10, "ms"),
              Figure.atLeast("relay, from a backlog", rate, 10_000, "messages/s"));
      return Outcome.of(true, "commit to readable %s; backlog at %,.0f messages/s", hop, rate);
    }
  }

  private static double drained(Stage stage, RelayProbe probe) throws InterruptedException {
    stage.shop().holdRelay(Part.CUSTOMER);
    try {
      probe.fill(BACKLOG);
    } finally {
      stage.shop().releaseRelay(Part.CUSTOMER);
    }
    return BACKLOG / (probe.drain(BACKLOG, LIMIT).last().toNanos() / 1e9);
  }
}
