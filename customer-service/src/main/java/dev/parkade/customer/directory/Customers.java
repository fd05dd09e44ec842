package dev.parkade.customer.directory;

import dev.parkade.messages.customer.CustomerStatus;
import dev.parkade.messages.id.CustomerId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of customers.
@Repository
class Customers {

  private final EntityManager entities;
  private final JdbcClient jdbc;

  Customers(EntityManager entities, JdbcClient jdbc) {
    this.entities = entities;
    this.jdbc = jdbc;
  }

  /// Stores a new active customer of version 1, unless the id is taken: then nothing happens and
  /// the answer is false. Waits for a transaction that stores the same id right now.
  boolean addIfAbsent(CustomerId id, CustomerDetails details, Instant now) {
    return jdbc.sql(
                """
                insert into customer (id, name, email, status, version, created_at, updated_at)
                values (:id, :name, :email, :status, 1, :now, :now)
                on conflict (id) do nothing
                """)
            .param("id", id.text())
            .param("name", details.name())
            .param("email", details.email())
            .param("status", CustomerStatus.ACTIVE.name())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  Optional<Customer> find(CustomerId id) {
    return Optional.ofNullable(entities.find(Customer.class, id.text()));
  }

  /// Locks the row until the transaction ends, so that of two changes one sees the other.
  Optional<Customer> lock(CustomerId id) {
    return Optional.ofNullable(
        entities.find(Customer.class, id.text(), LockModeType.PESSIMISTIC_WRITE));
  }

  /// Writes changes now, so that the version is the one that will be committed.
  void flush() {
    entities.flush();
  }

  /// In order of ids, those after the given one.
  List<Customer> list(@Nullable CustomerId after, int limit) {
    return entities
        .createQuery("select c from Customer c where c.id > :after order by c.id", Customer.class)
        .setParameter("after", after == null ? "" : after.text())
        .setMaxResults(limit)
        .getResultList();
  }
}
