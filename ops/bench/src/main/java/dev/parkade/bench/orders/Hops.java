package dev.parkade.bench.orders;

import dev.parkade.bench.Latency;
import dev.parkade.bench.orders.Client.Placed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Where the time of orders goes.
///
/// @param legs one after the other
/// @param sums of all legs of an order: the same words, and what is before and behind them
record Hops(List<LegTimes> legs, Sums sums) {
  /// One leg. In milliseconds.
  ///
  /// @param leg what is written at its end
  /// @param topic from readable to the beginning of the transaction that handles it; of the first
  ///     leg, from the sending of the request
  /// @param handler from there to the outbox row
  /// @param commit from there to the commit's time stamp
  /// @param relay from there to readable: the flush of the commit, decoding, sending
  record LegTimes(String leg, Latency topic, Latency handler, Latency commit, Latency relay) {}

  /// @param request from the sending of the request to the beginning of its transaction
  /// @param answer from the last commit to the answer that waited for it
  record Sums(
      Latency request,
      Latency topic,
      Latency handler,
      Latency commit,
      Latency relay,
      Latency answer) {}

  private enum Word {
    TOPIC,
    HANDLER,
    COMMIT,
    RELAY
  }

  /// Of those orders that went the whole way; the answers must have waited for the end.
  static Hops of(List<Placed> orders, Map<String, Map<Leg, Stamp>> stamps) {
    Map<Leg, Map<Word, List<Double>>> byLeg = new EnumMap<>(Leg.class);
    Map<Word, List<Double>> sums = new EnumMap<>(Word.class);
    List<Double> requests = new ArrayList<>();
    List<Double> answers = new ArrayList<>();
    for (var order : orders) {
      var legs = stamps.getOrDefault(order.id(), Map.of());
      if (legs.size() == Leg.values().length) {
        add(order, new EnumMap<>(legs), byLeg, sums);
        requests.add(at(legs, Leg.RESERVE).begun() - order.sentAt());
        answers.add(order.answeredAt() - at(legs, Leg.CONFIRMED).committed());
      }
    }
    List<LegTimes> times = new ArrayList<>();
    byLeg.forEach(
        (leg, words) ->
            times.add(
                new LegTimes(
                    leg.title(),
                    sum(words, Word.TOPIC),
                    sum(words, Word.HANDLER),
                    sum(words, Word.COMMIT),
                    sum(words, Word.RELAY))));
    return new Hops(
        times,
        new Sums(
            Latency.of(requests),
            sum(sums, Word.TOPIC),
            sum(sums, Word.HANDLER),
            sum(sums, Word.COMMIT),
            sum(sums, Word.RELAY),
            Latency.of(answers)));
  }

  private static void add(
      Placed order,
      Map<Leg, Stamp> legs,
      Map<Leg, Map<Word, List<Double>>> byLeg,
      Map<Word, List<Double>> sums) {
    Map<Word, Double> whole = new EnumMap<>(Word.class);
    double before = order.sentAt();
    for (var leg : Leg.values()) {
      var stamp = at(legs, leg);
      Map<Word, Double> part = new EnumMap<>(Word.class);
      part.put(Word.TOPIC, stamp.begun() - before);
      part.put(Word.HANDLER, stamp.written() - stamp.begun());
      part.put(Word.COMMIT, stamp.committed() - stamp.written());
      part.put(Word.RELAY, stamp.readable() - stamp.committed());
      before = stamp.readable();
      part.forEach(
          (word, millis) -> {
            boolean request = leg == Leg.RESERVE && word == Word.TOPIC;
            boolean behindTheEnd = leg == Leg.CONFIRMED && word == Word.RELAY;
            if (!request && !behindTheEnd) {
              whole.merge(word, millis, Double::sum);
            }
            byLeg
                .computeIfAbsent(leg, _ -> new EnumMap<>(Word.class))
                .computeIfAbsent(word, _ -> new ArrayList<>())
                .add(millis);
          });
    }
    whole.forEach((word, millis) -> sums.computeIfAbsent(word, _ -> new ArrayList<>()).add(millis));
  }

  private static Latency sum(Map<Word, List<Double>> sums, Word word) {
    return Latency.of(sums.getOrDefault(word, List.of()));
  }

  private static Stamp at(Map<Leg, Stamp> legs, Leg leg) {
    var stamp = legs.get(leg);
    if (stamp == null) {
      throw new IllegalStateException("no message " + leg);
    }
    return stamp;
  }

  /// For people.
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "%-32s%15s%15s%15s%15s".formatted("p50 / p99 ms", "topic", "handler", "commit", "relay"));
    for (var it : legs) {
      lines.add(
          "%-32s%15s%15s%15s%15s"
              .formatted(
                  it.leg(),
                  it.topic().pair(),
                  it.handler().pair(),
                  it.commit().pair(),
                  it.relay().pair()));
    }
    lines.add(
        "%-32s%15s%15s%15s%15s"
            .formatted(
                "all legs of an order",
                sums.topic().pair(),
                sums.handler().pair(),
                sums.commit().pair(),
                sums.relay().pair()));
    lines.add(
        "request to its transaction %s, last commit to answer %s"
            .formatted(sums.request().pair(), sums.answer().pair()));
    return lines;
  }
}
