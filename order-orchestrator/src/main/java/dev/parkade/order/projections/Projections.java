package dev.parkade.order.projections;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.StoredSaga;
import dev.parkade.runtime.writing.Write;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Keeps the query side up with the history, in the transaction of the history.
@Component
public class Projections {

  static final String SCHEMA = "projections";

  /// What follows from new lines, to be written with them.
  ///
  /// @param before the sagas of these lines as they were, locked; new ones are missing
  /// @param history writes the lines and returns their rows
  public List<Write> follow(Collection<StoredSaga> before, List<HistoryLine> lines, Write history) {
    Map<OrderId, ProjectedOrder> projected = new HashMap<>();
    before.forEach(saga -> projected.put(saga.id(), ProjectedOrder.of(saga)));
    return ProjectionWrites.of(history, ProjectedChange.of(projected, lines));
  }
}
