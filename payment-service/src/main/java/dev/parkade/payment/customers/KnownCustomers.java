package dev.parkade.payment.customers;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.messages.customer.CustomerStatus;
import java.util.concurrent.ThreadLocalRandom;

/// The customers of one partition, in memory: the answer to *does this customer exist yet?* without
/// a query. Exact for every id; where ids are UUIDs it takes 24 to 30 bytes a customer. Belongs to
/// the thread that owns the partition.
public final class KnownCustomers {

  private final CustomerTable known = new CustomerTable(ThreadLocalRandom.current().nextLong());

  /// Takes an event in; one that is older than what is known changes nothing.
  public void apply(CustomerEvent event) {
    apply(event.customerId().text(), event.version(), event.status());
  }

  /// Takes in what an event says.
  ///
  /// @param version of two events about one customer, the higher one is newer
  public void apply(String customerId, long version, CustomerStatus status) {
    // version and status in one number, so that an older event never undoes a newer one
    long active = status == CustomerStatus.ACTIVE ? 1 : 0;
    known.raise(customerId, version << 1 | active);
  }

  public Standing standing(String customerId) {
    Long state = known.state(customerId);
    if (state == null) {
      return Standing.UNKNOWN;
    }
    return (state & 1) == 1 ? Standing.ACTIVE : Standing.INACTIVE;
  }

  public int size() {
    return known.size();
  }

  /// The heap that they take.
  public long bytes() {
    return known.bytes();
  }
}
