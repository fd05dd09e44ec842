package dev.parkade.inventory.holds;

import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.inventory.InventoryCommand;
import dev.parkade.messages.inventory.InventoryReply;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.consuming.PollHandler;
import dev.parkade.runtime.consuming.SetAside;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.pipeline.Pipeline;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.runtime.replay.ReplayedMessages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/// Takes the commands of a poll and answers every one of them. Of those that are replayed dead
/// letters it also says what became of them.
@Component
class StockCommands implements PollHandler {

  private final StockDecisions decisions;
  private final Outbox outbox;
  private final Messages messages;
  private final ReplayedMessages replayed;
  private final HoldMetrics metrics;
  private final JdbcOperations jdbc;

  StockCommands(
      StockDecisions decisions,
      Outbox outbox,
      Messages messages,
      ReplayedMessages replayed,
      HoldMetrics metrics,
      JdbcOperations jdbc) {
    this.decisions = decisions;
    this.outbox = outbox;
    this.messages = messages;
    this.replayed = replayed;
    this.metrics = metrics;
    this.jdbc = jdbc;
  }

  @Override
  public void handle(List<Incoming> incoming, SetAside aside, Opening opening) {
    List<InventoryCommand> commands = incoming.stream().map(StockCommands::command).toList();
    List<Decision> decided = metrics.deciding(() -> decide(commands, incoming, opening));
    metrics.decidedOnCommit(decided.stream().map(Decision::reply).toList());
  }

  private List<Decision> decide(
      List<InventoryCommand> commands, List<Incoming> incoming, Opening opening) {
    Pipeline writes = new Pipeline();
    List<Decision> decided = decisions.decide(commands, opening, writes);
    List<Outgoing> outgoing = new ArrayList<>(decided.size());
    for (int i = 0; i < decided.size(); i++) {
      answer(incoming.get(i), decided.get(i), outgoing);
    }
    outbox.addAll(writes, outgoing);
    writes.run(jdbc);
    return decided;
  }

  private void answer(Incoming command, Decision decision, List<Outgoing> outgoing) {
    InventoryReply reply = decision.reply();
    String order = reply.orderId().text();
    var message = messages.causedBy(command.message(), reply, order);
    outgoing.add(new Outgoing(Topics.ORDER_REPLIES, order, message));
    Replay replay = Replay.of(command.record().headers());
    if (replay != null) {
      outgoing.add(
          replayed.settled(replay, command.message(), decision.outcome(), decision.detail()));
    }
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
