package dev.parkade.simulation;

import dev.parkade.runtime.outbox.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The outbox of a service and what publishes it: in the order of the commits, at least once. What
/// was not confirmed before a crash is sent again.
final class Relay {

  private final String service;
  private final Broker broker;
  private final Faults faults;
  private final Trace trace;
  private final Oracle oracle;
  private final Excuses excuses;
  private final Set<Sight> seen;
  private final List<Outgoing> rows = new ArrayList<>();
  private int sent;
  private int confirmed;

  Relay(String service, World world) {
    this.service = service;
    broker = world.broker;
    faults = world.faults;
    trace = world.trace;
    oracle = world.oracle;
    excuses = world.excuses;
    seen = world.seen;
  }

  void commit(List<Outgoing> outgoing) {
    rows.addAll(outgoing);
  }

  boolean hasMore() {
    return sent < rows.size();
  }

  void publish(int most) {
    for (int i = 0; i < most && sent < rows.size(); i++) {
      publish(rows.get(sent++));
    }
  }

  private void publish(Outgoing row) {
    if (faults.loses(row.message().body())) {
      trace.say("broker", () -> "LOSES " + row.message().body() + " of " + service);
      seen.add(Sight.LOSS);
      excuses.lost(row.message().body());
      return;
    }
    trace.say(service, () -> "publishes " + row.message().body());
    oracle.published(broker.append(row.topic(), row.key(), row.message()));
  }

  boolean hasUnconfirmed() {
    return confirmed < sent;
  }

  void confirm() {
    confirmed = sent;
  }

  void crash() {
    if (sent > confirmed) {
      trace.say(service, () -> "will publish its last " + (sent - confirmed) + " again");
    }
    sent = confirmed;
  }
}
