package dev.parkade.order.streaming;

import dev.parkade.messages.id.OrderId;
import dev.parkade.order.orders.OrderProblems;
import dev.parkade.order.orders.OrderSummary;
import dev.parkade.order.storage.History;
import dev.parkade.order.storage.HistoryLine;
import dev.parkade.order.storage.OrderRows;
import dev.parkade.order.watching.News;
import dev.parkade.order.watching.OrderNews;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// What streams read, a few at a time. A stream that waits holds no connection to the database.
@Component
class StreamReads {

  /// How an order stands with so many lines of its history.
  record Standing(OrderSummary summary, int length) {}

  private final OrderNews news;
  private final History history;
  private final OrderRows rows;
  private final Semaphore atOnce;

  StreamReads(OrderNews news, History history, OrderRows rows, StreamSettings settings) {
    this.news = news;
    this.history = history;
    this.rows = rows;
    this.atOnce = new Semaphore(settings.readsAtOnce());
  }

  /// How far the order has come.
  News news(OrderId order) {
    List<News> found = inTurn(() -> news.of(List.of(order)));
    if (found.isEmpty()) {
      throw OrderProblems.notFound(order);
    }
    return found.getFirst();
  }

  List<HistoryLine> linesAfter(OrderId order, int seq, int limit) {
    return inTurn(() -> history.after(order, seq, limit));
  }

  /// How the order stands now, and how many lines it has by then.
  Standing standing(OrderId order) {
    return inTurn(() -> rows.findById(order.value()))
        .map(row -> new Standing(OrderSummary.of(row), row.historyLength()))
        .orElseThrow(() -> OrderProblems.notFound(order));
  }

  private <T> T inTurn(Supplier<T> read) {
    atOnce.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      atOnce.release();
    }
  }
}
