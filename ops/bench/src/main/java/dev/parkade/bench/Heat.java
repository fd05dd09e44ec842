package dev.parkade.bench;

import dev.parkade.bench.Contender.SetAside;
import dev.parkade.bench.Promises.Asked;
import dev.parkade.bench.Settlements.Settlement;
import dev.parkade.bench.Workload.Item;
import dev.parkade.bench.Workload.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one contender did in one repetition.
///
/// @param paymentsPerSecond settled while the measured part was sent
/// @param wakes of raced payments: from customer event (and command) readable to settled
/// @param wakesByLateness the same, by how late the customer was, in milliseconds
/// @param others of payments that did not race: from command readable to settled
/// @param loadLateMillis by how much the load itself was late at worst
record Heat(
    double paymentsPerSecond,
    List<Double> wakes,
    Map<Integer, List<Double>> wakesByLateness,
    List<Double> others,
    SetAside setAside,
    Promises promises,
    long givenUp,
    long loadLateMillis) {
  static Heat of(
      List<Step> steps,
      List<Settlement> settled,
      SetAside setAside,
      long givenUp,
      long doubled,
      long loadLateMillis) {
    var payments = steps.stream().map(Step::item).filter(it -> it.payment).toList();
    Map<String, Double> times = new HashMap<>();
    settled.forEach(it -> times.putIfAbsent(it.order(), it.at()));
    var wakes = new ArrayList<Double>();
    var byLateness = new TreeMap<Integer, List<Double>>();
    var others = new ArrayList<Double>();
    for (var payment : payments) {
      var at = times.get(payment.id);
      if (payment.measured && at != null) {
        double millis = at - dueAt(payment);
        if (payment.lateMillis < 0) {
          others.add(millis);
        } else {
          wakes.add(millis);
          byLateness.computeIfAbsent(payment.lateMillis, _ -> new ArrayList<>()).add(millis);
        }
      }
    }
    var asked = payments.stream().map(it -> new Asked(it.id, it.person.id.text())).toList();
    var promises = Promises.check(asked, settled.stream().map(Settlement::order).toList());
    return new Heat(
        rate(payments, settled),
        wakes,
        byLateness,
        others,
        setAside,
        promises.plus(new Promises(0, Math.toIntExact(doubled), 0)),
        givenUp,
        loadLateMillis);
  }

  /// When a payment could be made, as the broker's clock has it (whole milliseconds, cut off).
  private static long dueAt(Item payment) {
    return payment.lateMillis < 0
        ? payment.readableAt
        : Math.max(payment.readableAt, payment.person.event.readableAt);
  }

  private static double rate(List<Item> payments, List<Settlement> settled) {
    // customers who are late send their last payments after the measured part
    var sent =
        payments.stream()
            .filter(it -> it.measured && it.lateMillis >= 0)
            .mapToLong(it -> it.readableAt)
            .summaryStatistics();
    long settledThen =
        settled.stream().filter(it -> it.at() >= sent.getMin() && it.at() < sent.getMax()).count();
    double seconds = (sent.getMax() - sent.getMin()) / 1000.0;
    return seconds <= 0 ? 0 : settledThen / seconds;
  }
}
