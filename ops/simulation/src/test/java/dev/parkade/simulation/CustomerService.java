package dev.parkade.simulation;

import dev.parkade.messages.customer.CustomerChanged;
import dev.parkade.messages.customer.CustomerDeactivated;
import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerRegistered;
import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.CustomerId;
import dev.parkade.messages.topic.Topics;
import dev.parkade.runtime.outbox.Outgoing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// customer-service: who is registered, and the events that say so. A model; there is nothing in
/// the service but these events.
final class CustomerService {

  private final World world;
  private final Messages messages;
  private final Relay relay;
  private final List<CustomerId> unregistered = new ArrayList<>();
  private final List<CustomerId> registered = new ArrayList<>();
  private final Map<CustomerId, Long> versions = new HashMap<>();

  CustomerService(World world, List<CustomerId> customers) {
    this.world = world;
    messages = world.messages("customer-service");
    relay = new Relay("customers", world);
    unregistered.addAll(customers);
  }

  Relay relay() {
    return relay;
  }

  boolean hasUnregistered() {
    return !unregistered.isEmpty();
  }

  boolean hasRegistered() {
    return !registered.isEmpty();
  }

  void registerOne() {
    register(world.chance.any(unregistered));
  }

  /// Somebody is deactivated, or may pay again.
  void change() {
    boolean active = world.chance.oneIn(2);
    tell(world.chance.any(registered), active ? CustomerStatus.ACTIVE : CustomerStatus.INACTIVE);
  }

  private void register(CustomerId customer) {
    unregistered.remove(customer);
    registered.add(customer);
    tell(customer, CustomerStatus.ACTIVE);
  }

  private void tell(CustomerId customer, CustomerStatus status) {
    long version = versions.merge(customer, 1L, Long::sum);
    CustomerEvent event =
        version == 1
            ? new CustomerRegistered(customer, "n", "e", status, version)
            : status == CustomerStatus.ACTIVE
                ? new CustomerChanged(customer, "n", "e", status, version)
                : new CustomerDeactivated(customer, "n", "e", status, version);
    world.trace.say("customers", () -> customer + " is " + status);
    var message = messages.first(event, customer.text(), customer.text(), null);
    relay.commit(List.of(new Outgoing(Topics.CUSTOMER_EVENTS, customer.text(), message)));
  }
}
