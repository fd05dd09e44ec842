package dev.parkade.cli.demo;

import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.cli.invariants.TopicDump;
import dev.parkade.messages.deadletter.DeadLetterHeaders;
import dev.parkade.messages.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A customer whom nobody registers in time. Begins before all other chapters, because it takes as
/// long as payments may be parked.
final class NeverArrives implements Chapter {
  /// A system that was up before parks longer than one that the demo starts.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  static final String PRODUCT = "forgotten";
  static final String CUSTOMER = "nobody";

  private String order = "";
  private int deadLetters;

  /// Places the order.
  void begin(Stage stage) throws InterruptedException {
    var sku = stage.stock(PRODUCT, 700, 5);
    order = stage.orders().place(stage.name(CUSTOMER), sku, 1);
  }

  /// The order whose payment becomes a dead letter.
  String order() {
    return order;
  }

  /// How many dead letters this run has caused.
  int deadLetters() {
    return deadLetters;
  }

  @Override
  public String title() {
    return "e. A customer that never arrives";
  }

  @Override
  public String doing() {
    return "waits for the payment of an order that was placed at the very beginning";
  }

  @Override
  public String expected() {
    return "it is on payment.dlq for CUSTOMER_NEVER_ARRIVED, and its order is still open";
  }

  @Override
  public Outcome run(Stage stage) throws InterruptedException {
    var letters = awaitLetters(stage);
    deadLetters = letters.size();
    var status = stage.orders().look(order).status();
    if (letters.isEmpty()) {
      return Outcome.of(false, "no dead letter for order %s, which is %s", order, status);
    }
    var letter = letters.getFirst();
    var reason = header(letter, DeadLetterHeaders.REASON);
    return Outcome.of(
        letters.size() == 1 && reason.equals("CUSTOMER_NEVER_ARRIVED") && status.equals("PENDING"),
        "%s partition %d offset %d: %s, \"%s\"; order %s is %s",
        letter.topic(),
        letter.partition(),
        letter.offset(),
        reason,
        header(letter, DeadLetterHeaders.DETAIL),
        order,
        status);
  }

  private List<TopicRecord> awaitLetters(Stage stage) throws InterruptedException {
    var patience = new Patience(LIMIT);
    List<TopicRecord> letters;
    do {
      letters = letters(stage);
      stage.story().progress(letters.size(), 1);
    } while (letters.isEmpty() && patience.pause());
    return letters;
  }

  private List<TopicRecord> letters(Stage stage) {
    var topic = Topics.PAYMENT_DLQ.name();
    var dump = TopicDump.read(stage.endpoints().bootstrapServers(), Set.of(topic));
    return dump.records().getOrDefault(topic, List.of()).stream()
        .filter(it -> order.equals(it.headers().get("ce_correlationid")))
        .toList();
  }

  private static String header(TopicRecord letter, String name) {
    return Optional.ofNullable(letter.headers().get(name)).orElse("(no " + name + ")");
  }
}
