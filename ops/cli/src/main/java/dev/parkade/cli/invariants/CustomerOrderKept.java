package dev.parkade.cli.invariants;

import dev.parkade.cli.invariants.Facts.Payment;
import dev.parkade.cli.invariants.Facts.TopicRecord;
import dev.parkade.messages.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// I9: a customer's payments are decided in the order of their commands, parked or not.
final class CustomerOrderKept {
  private static final String HOW =
      "per customer: payments in the order of decisions have rising offsets in payment.commands,"
          + " and the command at that offset is the one that the payment names; excepted: what was a"
          + " dead letter, whose place is that of its replay";

  /// A voided payment was decided by a refund, which may overtake.
  private static final Set<String> DECIDED_BY_CHARGE = Set.of("CHARGED", "REFUSED", "REFUNDED");

  private CustomerOrderKept() {}

  static Finding check(Facts facts) {
    var violations = new ArrayList<String>();
    var commands =
        facts.topic(Topics.PAYMENT_COMMANDS.name()).stream()
            .collect(Collectors.toMap(TopicRecord::place, Function.identity(), (a, _) -> a));
    var deadLettered = DeadLettered.of(facts);
    var byCustomer =
        facts.payments().stream()
            .filter(it -> DECIDED_BY_CHARGE.contains(it.status()))
            .filter(it -> !deadLettered.containsMessage(it.commandId()))
            .sorted(Comparator.comparingLong(Payment::decision))
            .collect(Collectors.groupingBy(Payment::customerId));
    byCustomer.values().forEach(it -> checkCustomer(it, commands, violations));
    return Finding.of(
        "I9",
        "a customer's payments keep their order",
        HOW,
        "%d customers, %d of them with several payments"
            .formatted(
                byCustomer.size(),
                byCustomer.values().stream().filter(it -> it.size() > 1).count()),
        violations);
  }

  private static void checkCustomer(
      List<Payment> payments, Map<String, TopicRecord> commands, List<String> violations) {
    long last = -1;
    for (var payment : payments) {
      if (payment.offset() <= last) {
        violations.add(
            "customer %s: order %s (offset %d) was decided after offset %d"
                .formatted(payment.customerId(), payment.orderId(), payment.offset(), last));
      }
      last = payment.offset();
      var command =
          commands.get(
              TopicRecord.place(
                  Topics.PAYMENT_COMMANDS.name(), payment.partition(), payment.offset()));
      // a command may be older than the topic's retention
      if (command != null && !command.messageId().equals(payment.commandId())) {
        violations.add(
            "order %s names command %s, but at %s is %s"
                .formatted(
                    payment.orderId(), payment.commandId(), command.place(), command.messageId()));
      }
    }
  }
}
