package dev.parkade.messages.customer;

import static java.util.Objects.requireNonNull;

import dev.parkade.messages.id.CustomerId;

/// A customer's name or email was changed.
public record CustomerChanged(
    CustomerId customerId, String name, String email, CustomerStatus status, long version)
    implements CustomerEvent {

  public CustomerChanged {
    requireNonNull(customerId, "customerId");
    requireNonNull(name, "name");
    requireNonNull(email, "email");
    requireNonNull(status, "status");
  }
}
