package dev.parkade.order.storage;

import dev.parkade.order.saga.OrderStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// Orders one by one, and lists of them, newest first (their ids are ordered by time).
public interface OrderRows extends Repository<OrderRow, UUID> {

  Optional<OrderRow> findById(UUID id);

  boolean existsById(UUID id);

  /// Orders of a status that are older than the given one.
  @Query("from OrderRow where status = :status and id < :before order by id desc")
  List<OrderRow> withStatus(OrderStatus status, UUID before, Limit limit);

  /// Orders that are older than the given one.
  @Query("from OrderRow where id < :before order by id desc")
  List<OrderRow> all(UUID before, Limit limit);
}
