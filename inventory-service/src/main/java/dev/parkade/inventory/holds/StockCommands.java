package dev.parkade.inventory.holds;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.PollHandler;
import dev.parkade.runtime.consuming.SetAside;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes the commands of a poll and answers every one of them.
@Component
class StockCommands implements PollHandler {

  private final StockDecisions decisions;
  private final Outbox outbox;
  private final Messages messages;
  private final HoldMetrics metrics;

  StockCommands(StockDecisions decisions, Outbox outbox, Messages messages, HoldMetrics metrics) {
    this.decisions = decisions;
    this.outbox = outbox;
    this.messages = messages;
    this.metrics = metrics;
  }

  @Override
  public void handle(List<Incoming> incoming, SetAside aside) {
    List<InventoryReply> replies =
        decisions.decide(incoming.stream().map(StockCommands::command).toList());
    List<Outgoing> outgoing = new ArrayList<>(replies.size());
    for (int i = 0; i < replies.size(); i++) {
      InventoryReply reply = replies.get(i);
      String order = reply.orderId().text();
      var message = messages.causedBy(incoming.get(i).message(), reply, order);
      outgoing.add(new Outgoing(Topics.ORDER_REPLIES, order, message));
    }
    outbox.addAll(outgoing);
    metrics.decidedOnCommit(replies);
  }

  @Override
  public Decoded.@Nullable Poison poisonIn(Incoming incoming) {
    String order = command(incoming).orderId().text();
    return incoming.disagreement(order, order);
  }

  private static InventoryCommand command(Incoming incoming) {
    return (InventoryCommand) incoming.message().body();
  }
}
