package dev.parkade.order.storage;

import dev.parkade.order.saga.SagaState;
import java.util.Collection;
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

  /// Orders whose sagas are in one of these states and that are older than the given one.
  @Query("from OrderRow where state in :states and id < :before order by id desc")
  List<OrderRow> inStates(Collection<SagaState> states, UUID before, Limit limit);

  /// Orders that are older than the given one.
  @Query("from OrderRow where id < :before order by id desc")
  List<OrderRow> all(UUID before, Limit limit);
}
