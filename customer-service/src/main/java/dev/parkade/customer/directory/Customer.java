package dev.parkade.customer.directory;

import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.id.CustomerId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/// A customer as stored. Only [Registration] changes one, with its row locked.
@Entity
class Customer {

  @Id private String id;
  private String name;
  private String email;

  @Enumerated(EnumType.STRING)
  private CustomerStatus status;

  @Version private long version;

  // for people who look at the table
  @SuppressWarnings("UnusedVariable")
  private Instant updatedAt;

  /// For Hibernate.
  @SuppressWarnings("NullAway.Init")
  protected Customer() {}

  boolean has(CustomerDetails details) {
    return name.equals(details.name()) && email.equals(details.email());
  }

  void change(CustomerDetails details, Instant now) {
    name = details.name();
    email = details.email();
    updatedAt = now;
  }

  boolean isActive() {
    return status == CustomerStatus.ACTIVE;
  }

  void deactivate(Instant now) {
    status = CustomerStatus.INACTIVE;
    updatedAt = now;
  }

  long version() {
    return version;
  }

  CustomerView view() {
    return new CustomerView(CustomerId.of(id), name, email, status, version);
  }
}
