package dev.parkade.order.projections;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// Orders as clients read them, newest first (their ids are ordered by time).
public interface OrderViews extends Repository<OrderViewRow, UUID> {

  Optional<OrderViewRow> findById(UUID id);

  /// Orders of a customer that are older than the given one.
  @Query("from OrderViewRow where customerId = :customer and id < :before order by id desc")
  List<OrderViewRow> ofCustomer(String customer, UUID before, Limit limit);
}
