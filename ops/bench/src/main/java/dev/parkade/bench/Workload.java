package dev.parkade.bench;

import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.money.Money;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.wire.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The same load for every contender, made before it is sent.
///
/// Of ten payments, two come before their customer, who is then 0, 5, 50, 500 or 5,000 ms late, in
/// turns; two are the next ones of that customer, 1 and 2 ms after the customer; six are of
/// customers known from the start. So 20 % race, and every customer has an order to keep.
final class Workload {
  static final List<Integer> LATENESS_MILLIS = List.of(0, 5, 50, 500, 5000);

  private static final int KNOWN = 600;
  private static final int BLOCK = 10;

  private final Messages messages = new Messages("bench", Clock.systemUTC(), Ids.timeOrdered());
  private final MessageCodec codec = new MessageCodec();
  private final Lane lane;
  private final List<Step> steps = new ArrayList<>();
  private int customers;

  private Workload(Lane lane) {
    this.lane = lane;
  }

  /// One record to send.
  ///
  /// @param at nanoseconds after the start
  /// @param payment what it asks for, or the payments-to-be of the customer it registers
  record Step(long at, Item item, ProducerRecord<String, byte[]> record) {}

  /// A customer or a payment, with what the broker said about its record.
  static final class Item {
    final String id;
    final Person person;
    // -1 for a payment that does not race, and for customers
    final int lateMillis;
    final boolean measured;
    final boolean payment;
    // epoch milliseconds of the broker's append; 0 before
    volatile long readableAt;

    private Item(String id, Person person, int lateMillis, boolean measured, boolean payment) {
      this.id = id;
      this.person = person;
      this.lateMillis = lateMillis;
      this.measured = measured;
      this.payment = payment;
    }
  }

  /// A customer, whose event is an [Item] of its own.
  static final class Person {
    final CustomerId id;
    final Item event;

    private Person(CustomerId id) {
      this.id = id;
      this.event = new Item(id.text(), this, -1, false, false);
    }
  }

  /// Customers that are known before anything else, and one payment of each.
  static List<Step> prologue(Lane lane) {
    var load = new Workload(lane);
    var known = load.known();
    known.forEach(it -> load.customer(0, it));
    known.subList(0, 60).forEach(it -> load.payment(0, it, -1, false));
    return load.steps;
  }

  /// Payments of known customers, all at once.
  static List<Step> backlog(Lane lane, int size) {
    var load = new Workload(lane);
    var known = load.known();
    known.forEach(it -> load.customer(0, it));
    for (int i = 0; i < size; i++) {
      load.payment(0, known.get(i % KNOWN), -1, true);
    }
    return load.steps;
  }

  /// The race, in the order in which it is sent.
  static List<Step> race(Lane lane, RacePlan plan) {
    var load = new Workload(lane);
    var known = load.known();
    long gap = Duration.ofSeconds(1).toNanos() / plan.rate();
    long measuredFrom = Duration.ofSeconds(plan.warmUp()).toNanos();
    long end = measuredFrom + Duration.ofSeconds(plan.seconds()).toNanos();
    int block = 0;
    int next = 0;
    for (long at = 0; at < end; at += BLOCK * gap) {
      boolean measured = at >= measuredFrom;
      int late = LATENESS_MILLIS.get(block++ % LATENESS_MILLIS.size());
      var newcomer = load.newcomer();
      load.payment(at, newcomer, late, measured);
      load.payment(at + gap, newcomer, late, measured);
      long arrives = at + gap + Duration.ofMillis(late).toNanos();
      load.customer(arrives, newcomer);
      load.payment(arrives + Duration.ofMillis(1).toNanos(), newcomer, -1, measured);
      load.payment(arrives + Duration.ofMillis(2).toNanos(), newcomer, -1, measured);
      for (int i = 2; i < BLOCK - 2; i++) {
        // the gaps of the two that follow the newcomer are filled too
        long when = at + 2 * gap + (i - 2) * gap * (BLOCK - 2) / (BLOCK - 4);
        load.payment(when, known.get(next++ % KNOWN), -1, measured);
      }
    }
    // stable: what is due at the same time stays in the order in which it was planned
    load.steps.sort(Comparator.comparingLong(Step::at));
    return load.steps;
  }

  private List<Person> known() {
    var known = new ArrayList<Person>();
    for (int i = 0; i < KNOWN; i++) {
      known.add(new Person(CustomerId.of("known-" + lane.run() + "-" + i)));
    }
    return known;
  }

  private Person newcomer() {
    return new Person(CustomerId.of("new-" + lane.run() + "-" + customers++));
  }

  private void customer(long at, Person person) {
    var event =
        new CustomerRegistered(person.id, "Ada", "ada@example.org", CustomerStatus.ACTIVE, 1);
    var message = messages.first(event, person.id.text(), person.id.text(), null);
    steps.add(new Step(at, person.event, record(lane.customers(), person, message)));
  }

  private void payment(long at, Person person, int late, boolean measured) {
    var order = new OrderId(Ids.timeOrdered().get());
    var command = new ChargePayment(order, person.id, new Money(100, "EUR"));
    var message = messages.first(command, order.text(), order.text(), null);
    var item = new Item(order.text(), person, late, measured, true);
    steps.add(new Step(at, item, record(lane.commands(), person, message)));
  }

  private ProducerRecord<String, byte[]> record(
      String topic, Person person, Message<? extends MessageBody> message) {
    var encoded = codec.encode(message);
    var record =
        new ProducerRecord<>(
            topic, person.id.text(), encoded.payload().getBytes(StandardCharsets.UTF_8));
    encoded
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
