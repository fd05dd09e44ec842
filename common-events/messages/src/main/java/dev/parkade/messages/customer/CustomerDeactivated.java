package dev.parkade.messages.customer;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;

/// A customer was deactivated: new charges are refused, not parked.
public record CustomerDeactivated(
    CustomerId customerId, String name, String email, CustomerStatus status, long version)
    implements CustomerEvent {

  public CustomerDeactivated {
    requireNonNull(customerId, "customerId");
    requireNonNull(name, "name");
    requireNonNull(email, "email");
    requireNonNull(status, "status");
  }
}
