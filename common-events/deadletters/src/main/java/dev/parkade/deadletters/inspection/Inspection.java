package dev.parkade.deadletters.inspection;

import dev.parkade.deadletters.kafka.KafkaAccess;
import dev.parkade.deadletters.ledger.Ledger;
import dev.parkade.deadletters.reading.DeadLetterLog;
import dev.parkade.deadletters.route.Routes;
import dev.parkade.messages.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;

/// Looks for whatever could keep dead letters from being there, being read or being replayed, and
/// changes nothing.
public final class Inspection {

  private static final Set<AclOperation> READ = EnumSet.of(AclOperation.READ);
  private static final Set<AclOperation> WRITE = EnumSet.of(AclOperation.WRITE);
  private static final Set<AclOperation> NOTHING = EnumSet.noneOf(AclOperation.class);

  private Inspection() {}

  /// The worst first.
  ///
  /// @param topics dead-letter topics
  /// @throws org.apache.kafka.common.KafkaException if the brokers do not answer
  public static List<Finding> of(KafkaAccess kafka, Collection<String> topics, Clock clock) {
    try (Admin admin = kafka.admin()) {
      Brokers brokers = new Brokers(admin);
      Set<String> targets = new TreeSet<>();
      topics.forEach(topic -> targets.addAll(partners(topic)));
      Set<String> asked = new TreeSet<>(topics);
      asked.addAll(targets);
      asked.add(Topics.DLQ_LEDGER.name());
      asked.add(Topics.DLQ_OUTCOMES.name());
      Map<String, TopicFacts> facts = new TreeMap<>(brokers.facts(asked));
      List<Finding> found = new ArrayList<>();
      Instant now = clock.instant();
      Map<String, Instant> oldest = Map.of();
      if (mayRead(facts, topics)) {
        try (Ledger ledger = Ledger.read(kafka, topics);
            DeadLetterLog log = new DeadLetterLog(kafka)) {
          oldest = OldestOpen.find(log, log.snapshot(topics), ledger);
          found.addAll(LedgerChecks.of(ledger, topics, now));
        }
      }
      var checks = new TopicChecks(new Fixes(kafka.servers()), brokers.count());
      for (String topic : topics) {
        TopicFacts deadLetters = facts(facts, topic);
        checks.deadLetters(deadLetters, oldest.get(topic), now);
        checks.parity(deadLetters, partners(topic).stream().map(t -> facts(facts, t)).toList());
        checks.rights(deadLetters, READ, NOTHING);
      }
      for (String target : targets) {
        boolean read = target.equals(Topics.CUSTOMER_EVENTS.name());
        if (checks.exists(facts(facts, target))) {
          checks.rights(facts(facts, target), read ? READ : NOTHING, read ? NOTHING : WRITE);
        }
      }
      checks.compacted(facts(facts, Topics.DLQ_LEDGER.name()));
      checks.rights(facts(facts, Topics.DLQ_LEDGER.name()), READ, WRITE);
      if (checks.exists(facts(facts, Topics.DLQ_OUTCOMES.name()))) {
        checks.rights(facts(facts, Topics.DLQ_OUTCOMES.name()), READ, NOTHING);
      }
      found.addAll(checks.found());
      found.sort(Comparator.comparing(Finding::level).reversed().thenComparing(Finding::subject));
      return List.copyOf(found);
    }
  }

  /// Where the dead letters of a topic come from, go back in and look for their customers.
  private static List<String> partners(String topic) {
    Stream<String> customers =
        topic.equals(Topics.PAYMENT_DLQ.name())
            ? Stream.of(Topics.CUSTOMER_EVENTS.name())
            : Stream.empty();
    return Stream.concat(Routes.toOrigin().targets(List.of(topic)).stream(), customers).toList();
  }

  private static boolean mayRead(Map<String, TopicFacts> facts, Collection<String> topics) {
    return Stream.concat(topics.stream(), Stream.of(Topics.DLQ_LEDGER.name()))
        .map(topic -> facts(facts, topic).rights())
        .allMatch(rights -> rights == null || rights.contains(AclOperation.READ));
  }

  private static TopicFacts facts(Map<String, TopicFacts> facts, String topic) {
    return facts.getOrDefault(topic, TopicFacts.missing(topic));
  }
}
