package dev.parkade.messages.customer;

import dev.parkade.messages.envelope.MessageBody;
import dev.parkade.messages.id.CustomerId;

/// Something that happened to a customer. Every event carries the whole state after it, because the
/// topic is compacted: a consumer that sees only the last one knows everything.
public sealed interface CustomerEvent extends MessageBody
    permits CustomerRegistered, CustomerChanged, CustomerDeactivated {

  CustomerId customerId();

  String name();

  String email();

  CustomerStatus status();

  /// Grows by one with each change; of two events about one customer, the higher version is newer.
  long version();
}
