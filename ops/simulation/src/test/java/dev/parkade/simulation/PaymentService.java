package dev.parkade.simulation;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefusal;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.messages.topic.Topics;
import dev.parkade.payment.charging.PaymentStatus;
import dev.parkade.payment.charging.SimulatedPayments;
import dev.parkade.payment.parking.SimulatedGate;
import dev.parkade.payment.parking.SimulatedGate.Fate;
import dev.parkade.payment.parking.SimulatedGate.Said;
import dev.parkade.payment.parking.SimulatedGate.Settled;
import dev.parkade.runtime.outbox.Outgoing;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// payment-service: polls, transactions and crashes around the service's own gate.
final class PaymentService {

  private static final String NAME = "payment";

  private final World world;
  private final Messages messages;
  private final Relay relay;
  private final Reader customers;
  private final Reader commands;
  private final Provider provider;
  private final SimulatedPayments payments;
  private final SimulatedGate gate;

  /// @param patience how long a charge waits for its customer
  PaymentService(World world, Duration patience) {
    this.world = world;
    messages = world.messages("payment-service");
    relay = new Relay(NAME, world);
    customers = new Reader(world.broker, Topics.CUSTOMER_EVENTS);
    commands = new Reader(world.broker, Topics.PAYMENT_COMMANDS);
    provider = new Provider(world);
    boolean fenced = world.mutation != Mutation.CHARGES_WHAT_IS_VOIDED;
    payments =
        new SimulatedPayments(
            provider, world.clock, world.ids, status -> fenced || status != PaymentStatus.VOIDED);
    gate =
        new SimulatedGate(
            payments,
            n -> events(world.broker.log(Topics.CUSTOMER_EVENTS, n)),
            world.chance.generator(),
            world.clock,
            patience,
            world.mutation != Mutation.OVERTAKES_WHAT_IS_PARKED);
    world.oracle.deadLetters(gate::isDeadLetter);
  }

  private static List<CustomerEvent> events(List<ConsumerRecord<String, Message<?>>> records) {
    return records.stream().map(r -> (CustomerEvent) r.value().body()).toList();
  }

  Relay relay() {
    return relay;
  }

  Provider provider() {
    return provider;
  }

  boolean hasMore() {
    return customers.hasMore() || commands.hasMore();
  }

  void poll() {
    var events = customers.poll(world.chance);
    var records = commands.poll(world.chance);
    Fate fate = fate();
    Settled settled = gate.poll(events(events), records, Reader.ends(records), fate);
    if (settled.replies() != null) {
      customers.advance(events);
      commands.advance(records);
    }
    follow(settled, fate);
  }

  boolean hasReady() {
    return gate.hasReady();
  }

  void release() {
    Fate fate = fate();
    follow(gate.release(fate), fate);
  }

  boolean isWaiting() {
    return gate.waiting() > 0;
  }

  int waiting() {
    return gate.waiting();
  }

  /// Sets aside what waited too long, if every customer is known.
  void expire() {
    if (customers.hasMore()) {
      return;
    }
    for (MessageId dead : gate.expire()) {
      world.seen.add(Sight.NEVER_ARRIVED);
      world.trace.say(NAME, () -> "gives up waiting for the customer of charge " + dead);
    }
  }

  private Fate fate() {
    return switch (world.faults.fate()) {
      case COMMITS -> Fate.GOES_WELL;
      case DIES_BEFORE_COMMIT ->
          world.chance.oneIn(2) ? Fate.DIES_BEFORE_PARKING : Fate.DIES_BEFORE_COMMIT;
      case DIES_AFTER_COMMIT -> Fate.DIES_AFTER_COMMIT;
    };
  }

  private void follow(Settled settled, Fate fate) {
    // not through the outbox: parking touches no database
    settled.told().forEach(this::tell);
    if (settled.replies() != null) {
      settled.replies().forEach(this::committed);
      relay.commit(settled.replies().stream().map(this::outgoing).toList());
    }
    if (fate != Fate.GOES_WELL) {
      crash();
    }
  }

  private void tell(Said said) {
    world.seen.add(Sight.PARKED);
    if (!world.faults.loses(said.reply())) {
      world.trace.say(NAME, () -> "tells " + said.reply());
      Outgoing row = outgoing(said);
      world.broker.append(row.topic(), row.key(), row.message());
    }
  }

  private void committed(Said said) {
    world.trace.say(NAME, () -> "commits " + said.reply());
    switch (said.reply()) {
      case PaymentRefunded refunded -> world.oracle.refundAnswered(refunded.orderId());
      case PaymentRefused refused -> {
        if (refused.reason() == PaymentRefusal.CUSTOMER_INACTIVE) {
          world.seen.add(Sight.CUSTOMER_INACTIVE);
        }
      }
      case PaymentCharged _, PaymentWaiting _ -> {}
    }
  }

  private Outgoing outgoing(Said said) {
    String order = said.reply().orderId().text();
    return new Outgoing(
        Topics.ORDER_REPLIES, order, messages.causedBy(said.to(), said.reply(), order));
  }

  void crash() {
    world.trace.say(NAME, () -> "DIES");
    relay.crash();
    gate.restart();
  }
}
