package dev.parkade.customer.directory;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Registers, changes and deactivates customers. Each change and the event that tells of it are one
/// transaction; an event carries the whole state after the change.
@Service
class Registration {

  private final Customers customers;
  private final Outbox outbox;
  private final Messages messages;
  private final Ids ids;
  private final Clock clock;

  Registration(Customers customers, Outbox outbox, Messages messages, Ids ids, Clock clock) {
    this.customers = customers;
    this.outbox = outbox;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
  }

  /// Registers somebody under a new id.
  @Transactional
  public CustomerView register(CustomerDetails details, Traceparent trace) {
    CustomerId id = CustomerId.of(ids.get().toString());
    customers.addIfAbsent(id, details, now());
    return registered(id, trace);
  }

  /// Registers somebody under the client's id, or changes them.
  @Transactional
  public Outcome put(
      CustomerId id, CustomerDetails details, Precondition precondition, Traceparent trace) {
    boolean mayRegister = precondition.ifMatch().isEmpty();
    if (mayRegister && customers.addIfAbsent(id, details, now())) {
      return new Outcome.Registered(registered(id, trace));
    }
    return customers
        .lock(id)
        .map(customer -> change(customer, details, precondition, trace))
        .orElseGet(Outcome.Unknown::new);
  }

  /// Deactivates somebody; doing so again changes nothing.
  @Transactional
  public Outcome deactivate(CustomerId id, Precondition precondition, Traceparent trace) {
    return customers
        .lock(id)
        .map(customer -> deactivate(customer, precondition, trace))
        .orElseGet(Outcome.Unknown::new);
  }

  private Outcome change(
      Customer customer, CustomerDetails details, Precondition precondition, Traceparent trace) {
    if (precondition.refuses(customer.version())) {
      return new Outcome.Outdated(customer.version());
    }
    if (customer.has(details)) {
      return new Outcome.Unchanged(customer.view());
    }
    if (precondition.ifMatch().isEmpty()) {
      return new Outcome.VersionNeeded(customer.version());
    }
    customer.change(details, now());
    customers.flush();
    CustomerView c = customer.view();
    tell(new CustomerChanged(c.id(), c.name(), c.email(), c.status(), c.version()), trace);
    return new Outcome.Changed(c);
  }

  private Outcome deactivate(Customer customer, Precondition precondition, Traceparent trace) {
    if (precondition.refuses(customer.version())) {
      return new Outcome.Outdated(customer.version());
    }
    if (!customer.isActive()) {
      return new Outcome.Unchanged(customer.view());
    }
    customer.deactivate(now());
    customers.flush();
    CustomerView c = customer.view();
    tell(new CustomerDeactivated(c.id(), c.name(), c.email(), c.status(), c.version()), trace);
    return new Outcome.Changed(c);
  }

  private CustomerView registered(CustomerId id, Traceparent trace) {
    CustomerView c = customers.find(id).orElseThrow().view();
    tell(new CustomerRegistered(c.id(), c.name(), c.email(), c.status(), c.version()), trace);
    return c;
  }

  private void tell(CustomerEvent event, Traceparent trace) {
    String id = event.customerId().text();
    outbox.add(new Outgoing(Topics.CUSTOMER_EVENTS, id, messages.first(event, id, id, trace)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
