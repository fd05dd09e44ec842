package dev.parkade.payment.customers;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerStatus;
import java.util.HashMap;
import java.util.Map;

/// The customers of one partition, in memory: the answer to *does this customer exist yet?* without
/// a query. Belongs to the thread that owns the partition.
public final class KnownCustomers {

  /// Version and status in one number, so that an older event never undoes a newer one.
  private final Map<String, Long> known = new HashMap<>();

  /// Takes an event in; one that is older than what is known changes nothing.
  public void apply(CustomerEvent event) {
    long active = event.status() == CustomerStatus.ACTIVE ? 1 : 0;
    known.merge(event.customerId().text(), event.version() << 1 | active, Math::max);
  }

  public Standing standing(String customerId) {
    Long state = known.get(customerId);
    if (state == null) {
      return Standing.UNKNOWN;
    }
    return (state & 1) == 1 ? Standing.ACTIVE : Standing.INACTIVE;
  }

  public int size() {
    return known.size();
  }
}
