package dev.parkade.payment.customers;

import dev.parkade.messages.customer.CustomerEvent;
import dev.parkade.runtime.pipeline.Pipeline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The table of customers.
@Component
public class CustomerCopies {

  /// Stores all of it with one statement of the caller's transaction; an event that is older than
  /// the stored version changes nothing.
  public void store(Pipeline pipeline, List<CustomerEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    // one statement can touch a row only once
    Map<String, CustomerEvent> newest = new LinkedHashMap<>();
    for (CustomerEvent event : events) {
      newest.merge(event.customerId().text(), event, (a, b) -> b.version() >= a.version() ? b : a);
    }
    Collection<CustomerEvent> rows = newest.values();
    pipeline.update(
        """
        insert into customer (customer_id, name, email, status, version)
        select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
        on conflict (customer_id) do update
        set name = excluded.name, email = excluded.email, status = excluded.status,
            version = excluded.version, stored_at = clock_timestamp()
        where customer.version < excluded.version
        """,
        changed -> {},
        rows.stream().map(e -> e.customerId().text()).toArray(String[]::new),
        rows.stream().map(CustomerEvent::name).toArray(String[]::new),
        rows.stream().map(CustomerEvent::email).toArray(String[]::new),
        rows.stream().map(e -> e.status().name()).toArray(String[]::new),
        rows.stream().map(CustomerEvent::version).toArray(Long[]::new));
  }
}
