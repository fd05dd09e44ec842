package dev.parkade.messages.customer;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;

/// A customer was registered.
public record CustomerRegistered(
    CustomerId customerId, String name, String email, CustomerStatus status, long version)
    implements CustomerEvent {

  public CustomerRegistered {
    requireNonNull(customerId, "customerId");
    requireNonNull(name, "name");
    requireNonNull(email, "email");
    requireNonNull(status, "status");
  }
}
