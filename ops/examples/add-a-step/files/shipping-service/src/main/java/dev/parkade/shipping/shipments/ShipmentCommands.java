package dev.parkade.shipping.shipments;

import dev.parkade.messages.envelope.Ids;
import dev.parkade.messages.envelope.Messages;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.shipping.ShippingCommand;
import dev.parkade.messages.topic.Topics;
import dev.parkade.messages.wire.Decoded;
import dev.parkade.runtime.consuming.Incoming;
import dev.parkade.runtime.consuming.Opening;
import dev.parkade.runtime.consuming.PollHandler;
import dev.parkade.runtime.consuming.SetAside;
import dev.parkade.runtime.outbox.Outbox;
import dev.parkade.runtime.outbox.Outgoing;
import dev.parkade.runtime.replay.Replay;
import dev.parkade.runtime.replay.ReplayedMessages;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes the commands of a poll and answers every one of them. Fences, answers and the position are
/// one transaction, with three statements of ours however many commands there are.
@Component
class ShipmentCommands implements PollHandler {

  private final Shipments shipments;
  private final Rules rules;
  private final Outbox outbox;
  private final Messages messages;
  private final ReplayedMessages replayed;
  private final ShipmentMetrics metrics;
  private final Clock clock;

  ShipmentCommands(
      Shipments shipments,
      ShippingSettings settings,
      Outbox outbox,
      Messages messages,
      ReplayedMessages replayed,
      ShipmentMetrics metrics,
      Ids ids,
      Clock clock) {
    this.shipments = shipments;
    this.rules = new Rules(settings.maxUnits(), () -> "PK-" + ids.get());
    this.outbox = outbox;
    this.messages = messages;
    this.replayed = replayed;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void handle(List<Incoming> incoming, SetAside aside, Opening opening) {
    opening.run();
    Map<OrderId, Shipment> known =
        shipments.lock(incoming.stream().map(i -> command(i).orderId()).toList());
    Map<OrderId, Shipment> changed = new LinkedHashMap<>();
    List<Outgoing> outgoing = new ArrayList<>(incoming.size());
    for (Incoming one : incoming) {
      ShippingCommand command = command(one);
      OrderId order = command.orderId();
      Shipment before = known.getOrDefault(order, Shipment.absent(order));
      Rules.Ruling ruling = rules.of(before, command);
      // what comes behind it in the same poll meets it
      if (known.put(order, ruling.after()) != ruling.after()) {
        changed.put(order, ruling.after());
      }
      var reply = messages.causedBy(one.message(), ruling.reply(), order.text());
      outgoing.add(new Outgoing(Topics.ORDER_REPLIES, order.text(), reply));
      Replay replay = Replay.of(one.record().headers());
      if (replay != null) {
        String word = ruling.after().status().name();
        outgoing.add(replayed.settled(replay, one.message(), ruling.outcome(), word));
      }
      metrics.answeredOnCommit(ruling.reply());
    }
    shipments.store(changed.values(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    outbox.addAll(outgoing);
  }

  @Override
  public Decoded.@Nullable Poison poisonIn(Incoming incoming) {
    String order = command(incoming).orderId().text();
    return incoming.disagreement(order, order);
  }

  private static ShippingCommand command(Incoming incoming) {
    return (ShippingCommand) incoming.message().body();
  }
}
