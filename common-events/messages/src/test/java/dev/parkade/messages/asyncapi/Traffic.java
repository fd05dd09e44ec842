package dev.parkade.messages.asyncapi;

import dev.parkade.messages.topic.Topic;
import dev.parkade.messages.topic.Topics;
import java.util.List;
import java.util.Map;

/// Who sends to a topic and who receives from it, and what it is for.
record Traffic(String purpose, List<String> senders, List<String> receivers) {

  private static final String CUSTOMERS = "customer-service";
  private static final String PAYMENTS = "payment-service";
  private static final String INVENTORY = "inventory-service";
  private static final String ORDERS = "order-orchestrator";
  private static final String OPERATORS = "operators";
  private static final String ANYONE = "anyone";

  private static final Map<Topic, Traffic> ALL =
      Map.ofEntries(
          Map.entry(
              Topics.CUSTOMER_EVENTS,
              new Traffic(
                  "The whole state of every customer. The last record of a key is what counts.",
                  List.of(CUSTOMERS),
                  List.of(PAYMENTS))),
          Map.entry(
              Topics.PAYMENT_COMMANDS,
              new Traffic(
                  "What is to be charged and given back, customer by customer.",
                  List.of(ORDERS),
                  List.of(PAYMENTS))),
          Map.entry(
              Topics.PAYMENT_PARKED,
              new Traffic(
                  "Charges that wait for their customer. A tombstone follows when one is settled."
                      + " The partition is that of the command, whatever the key.",
                  List.of(PAYMENTS),
                  List.of(PAYMENTS))),
          Map.entry(
              Topics.INVENTORY_COMMANDS,
              new Traffic(
                  "What is to be set aside, sold and given back.",
                  List.of(ORDERS),
                  List.of(INVENTORY))),
          Map.entry(
              Topics.ORDER_REPLIES,
              new Traffic(
                  "The answers to commands.", List.of(PAYMENTS, INVENTORY), List.of(ORDERS))),
          Map.entry(
              Topics.ORDER_EVENTS,
              new Traffic(
                  "The public outcome of every order: the topic for consumers that we do not know.",
                  List.of(ORDERS),
                  List.of(ANYONE))),
          Map.entry(Topics.PAYMENT_DLQ, deadLettersOf(PAYMENTS)),
          Map.entry(Topics.INVENTORY_DLQ, deadLettersOf(INVENTORY)),
          Map.entry(Topics.ORDER_DLQ, deadLettersOf(ORDERS)),
          Map.entry(
              Topics.DLQ_LEDGER,
              new Traffic(
                  "What was done with each dead letter, by whom and why.",
                  List.of(OPERATORS),
                  List.of(OPERATORS))),
          Map.entry(
              Topics.DLQ_OUTCOMES,
              new Traffic(
                  "What became of the dead letters that were replayed.",
                  List.of(PAYMENTS, INVENTORY, ORDERS),
                  List.of(OPERATORS))),
          Map.entry(
              Topics.RELAY_HEARTBEATS,
              new Traffic(
                  "One canary of every relay, so that its lag is measured when nothing else moves.",
                  List.of(CUSTOMERS, PAYMENTS, INVENTORY, ORDERS),
                  List.of(OPERATORS))));

  private static Traffic deadLettersOf(String service) {
    return new Traffic(
        "What no attempt of " + service + " can process, with its raw bytes and its reason.",
        List.of(service),
        List.of(OPERATORS));
  }

  /// @throws IllegalArgumentException for a topic that nobody has described yet
  static Traffic of(Topic topic) {
    Traffic traffic = ALL.get(topic);
    if (traffic == null) {
      throw new IllegalArgumentException("say in Traffic who sends to " + topic + " and who reads");
    }
    return traffic;
  }
}
