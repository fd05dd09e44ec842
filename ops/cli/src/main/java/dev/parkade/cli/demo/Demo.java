package dev.parkade.cli.demo;

import dev.parkade.cli.demo.DemoReport.ChapterReport;
import dev.parkade.cli.invariants.FactsReader;
import dev.parkade.cli.invariants.Finding;
import dev.parkade.cli.invariants.Invariants;
import dev.parkade.cli.invariants.Witnessed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The whole story on a system that is up.
final class Demo {
  /// What is on its way looks like a contradiction: look again before believing it.
  private static final Duration LOOKS = Duration.ofSeconds(30);

  private final Stage stage;
  private final Clock clock;
  private final KnownCustomers known = new KnownCustomers();
  private final Race race = new Race();
  private final NeverArrives neverArrives = new NeverArrives();
  private final RelayFigures relay = new RelayFigures();
  private final List<ChapterReport> chapters = new ArrayList<>();

  Demo(Stage stage, Clock clock) {
    this.stage = stage;
    this.clock = clock;
  }

  /// Plays all chapters, whatever becomes of the earlier ones, and checks the invariants.
  DemoReport run(SystemStartUp startUp) throws InterruptedException {
    var startedAt = clock.instant();
    neverArrives.begin(stage);
    for (var chapter :
        List.of(
            known,
            race,
            new Declined(known::customers),
            new LastUnits(known::customers),
            new CancelledWhileParked(),
            new PaidTooLate(known::customers),
            new Unanswered(known::customers),
            relay,
            neverArrives,
            new ReplayedInTheEnd(neverArrives::order))) {
      play(chapter);
    }
    var invariants = checkInvariants();
    var figures = new ArrayList<Figure>();
    startUp.figure().ifPresent(figures::add);
    figures.add(
        Figure.atMost(
            "customer event to charge, p99", race.report().wakeMillis().p99(), 250, "ms"));
    figures.addAll(relay.figures());
    return new DemoReport(
        chapters.stream().allMatch(ChapterReport::passed)
            && invariants.stream().allMatch(Finding::holds),
        stage.run(),
        startedAt,
        startUp.startupSeconds(),
        startUp.preparationSeconds(),
        Duration.between(startedAt, clock.instant()).toMillis() / 1e3,
        count(),
        race.report(),
        neverArrives.deadLetters(),
        List.copyOf(chapters),
        invariants,
        figures,
        DemoReport.Machine.now());
  }

  private void play(Chapter chapter) throws InterruptedException {
    stage.story().begin(chapter.title(), chapter.doing(), chapter.expected());
    long begin = System.nanoTime();
    Outcome outcome;
    try {
      outcome = chapter.run(stage);
    } catch (RuntimeException failed) {
      outcome = new Outcome(false, String.valueOf(failed.getMessage()));
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    stage.story().end(outcome, took);
    chapters.add(
        new ChapterReport(
            chapter.title(),
            chapter.doing(),
            chapter.expected(),
            outcome.seen(),
            outcome.passed(),
            took.toMillis() / 1e3));
  }

  private List<Finding> checkInvariants() throws InterruptedException {
    stage
        .story()
        .begin(
            "Invariants",
            "reads all four databases and all topics, whoever wrote there",
            "nothing contradicts a promise");
    long begin = System.nanoTime();
    var reader = new FactsReader(stage.endpoints(), clock);
    var witnessed =
        new Witnessed(stage.supplied(), stage.orders().repeats(), stage.orders().statuses());
    List<Finding> findings = Invariants.check(reader.read(witnessed));
    var patience = new Patience(LOOKS);
    while (!findings.stream().allMatch(Finding::holds) && patience.pause()) {
      findings = Invariants.check(reader.read(witnessed));
    }
    long held = findings.stream().filter(Finding::holds).count();
    stage
        .story()
        .end(
            Outcome.of(held == findings.size(), "%d of %d invariants hold", held, findings.size()),
            Duration.ofNanos(System.nanoTime() - begin));
    return findings;
  }

  private DemoReport.Orders count() throws InterruptedException {
    var ids = stage.orders().all();
    var views = Crowd.each(ids, stage.orders()::look);
    int confirmed = (int) views.stream().filter(it -> it.status().equals("CONFIRMED")).count();
    int cancelled = (int) views.stream().filter(it -> it.status().equals("CANCELLED")).count();
    return new DemoReport.Orders(
        ids.size(), confirmed, cancelled, ids.size() - confirmed - cancelled);
  }
}
