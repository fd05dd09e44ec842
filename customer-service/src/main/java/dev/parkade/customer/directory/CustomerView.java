package dev.parkade.customer.directory;

import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.id.CustomerId;

/// A customer as REST shows it.
record CustomerView(
    CustomerId id, String name, String email, CustomerStatus status, long version) {}
