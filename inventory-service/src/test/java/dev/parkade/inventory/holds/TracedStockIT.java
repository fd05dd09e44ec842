package dev.parkade.inventory.holds;

import static dev.parkade.inventory.world.World.line;
import static dev.parkade.inventory.world.World.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.inventory.world.InventoryServiceTest;
import dev.parkade.inventory.world.World;
import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.envelope.Traceparent;
import dev.parkade.messages.id.OrderId;
import dev.parkade.testkit.spans.RecordedSpans;
import dev.parkade.testkit.waiting.Eventually;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@InventoryServiceTest
class TracedStockIT {

  private static final Duration SOON = Eventually.SOON;

  @Autowired World world;
  @Autowired RecordedSpans recorded;

  @Test
  void everyCommandOfAPollIsAnsweredInItsOwnTrace() {
    world.product("traced", 5);
    List<OrderId> orders = world.ordersOfPartition(2, 2);
    Message<?> one = world.say(reserve(orders.get(0), line("traced", 1)));
    Message<?> other = world.say(reserve(orders.get(1), line("traced", 9)));

    world.whileStopped(
        () -> {
          world.send(one);
          world.send(other);
        });

    SpanData first = answered(one);
    SpanData second = answered(other);
    // one poll, one transaction, and two traces
    assertThat(RecordedSpans.links(first)).isEqualTo(RecordedSpans.links(second)).hasSize(1);
    assertThat(first.getTraceId()).isNotEqualTo(second.getTraceId());
  }

  private SpanData answered(Message<?> command) {
    SpanData processed = span("process inventory.commands", command.envelope().traceparent());
    span("send order.replies", RecordedSpans.context(processed));
    return processed;
  }

  private SpanData span(String name, Traceparent parent) {
    Eventually.within(SOON, () -> assertThat(recorded.childrenOf(parent, name)).hasSize(1));
    return recorded.childrenOf(parent, name).getFirst();
  }
}
