package dev.parkade.deadletters.route;

/// Why a dead letter that was selected is not replayed, and what helps. The names are
/// stable: plan files and scripts match on them.
public enum Refusal {
  /// A copy that is not whole must not act.
  CUT(
      "payload, key or headers did not fit and were cut",
      "send the whole record from its origin again, while its topic keeps it; or dlq edit"),
  NO_ORIGIN(
      "it does not say which topic it came from",
      "no service of ours wrote it: find out who did; dlq edit makes a message of it"),
  FOREIGN_ORIGIN(
      "it came from a topic that its service does not read",
      "send it to the service that reads that topic; or --to-origin, if the catalogue has it"),
  COMPACTED_ORIGIN(
      "it came from a topic that keeps the newest per key: an old one would hide the truth",
      "register or change the customer again, which writes a newer event"),
  NO_SUCH_PARTITION(
      "the topic that it would go to has no such partition",
      "create the topics as the catalogue says: dlq doctor"),
  NO_KEY("it has no key, so nothing owns it", "have its producer send it again with the key"),
  NO_PAYLOAD("it has no payload", "nothing to replay: dlq discard, and find its producer"),
  NO_COMMAND_ID(
      "it has no command id (ce_id), which is its key on payment.parked",
      "have its producer send it again; or dlq edit"),
  WRONG_TYPE(
      "its type is one that this service does not take",
      "have its producer send it to its own topic"),
  TOO_LARGE("it is larger than the target takes", "find its producer; dlq discard"),
  POISON(
      "the cause of its reason does not go away by itself",
      "mend it (dlq edit) or have it sent again; --poison if the service has changed"),
  CUSTOMER_UNKNOWN(
      "its customer still is unknown: it would only wait again",
      "register the customer; --not-ready to replay it all the same"),
  TOO_MANY_REPLAYS(
      "it was replayed as often as allowed and came back",
      "find the cause first; then --max-replays"),
  TRANSFORM_FAILED(
      "the transformation did not give a message for it",
      "mend the transformation, then replay the same plan again");

  private final String why;
  private final String fix;

  Refusal(String why, String fix) {
    this.why = why;
    this.fix = fix;
  }

  /// One sentence without ids, for people.
  public String why() {
    return why;
  }

  /// What to do about it, for people.
  public String fix() {
    return fix;
  }
}
