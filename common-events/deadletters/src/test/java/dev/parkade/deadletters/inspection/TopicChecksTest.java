package dev.parkade.deadletters.inspection;

import static dev.parkade.deadletters.letter.Letters.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.deadletters.inspection.Finding.Level;
import dev.parkade.deadletters.ledger.LeaseEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class TopicChecksTest {

  private static final Map<String, String> GOOD =
      Map.of("cleanup.policy", "delete", "message.timestamp.type", "LogAppendTime");

  private final TopicChecks checks = new TopicChecks(new Fixes("broker:9092"), 3);

  @Test
  void partitionsThatDifferLeadReplaysAstray() {
    checks.parity(topic("payment.dlq", 6), List.of(topic("a", 6), topic("payment.parked", 12)));

    assertThat(checks.found()).hasSize(1);
    assertThat(checks.found().getFirst().what())
        .isEqualTo("it has 6 partitions and payment.parked has 12: replays would go astray");
  }

  @Test
  void rightsThatAreMissingAreNamedWithTheCommandThatGivesThem() {
    TopicFacts topic = new TopicFacts("t", 6, 3, 0, 0, GOOD, Set.of(AclOperation.DESCRIBE), 0);

    checks.rights(topic, Set.of(AclOperation.READ), Set.of(AclOperation.WRITE));

    assertThat(checks.found())
        .extracting(Finding::level)
        .containsExactly(Level.PROBLEM, Level.WARNING);
    assertThat(checks.found().getFirst().fix()).contains("--operation Read", "--topic t");
  }

  @Test
  void withoutAnAuthorizerNothingIsSaidAboutRights() {
    TopicFacts topic = new TopicFacts("t", 6, 3, 0, 0, GOOD, null, 0);

    checks.rights(topic, Set.of(AclOperation.READ), Set.of(AclOperation.WRITE));

    assertThat(checks.found()).isEmpty();
  }

  @Test
  void replicasThatAreMissingOrLagAreSaid() {
    checks.health(new TopicFacts("t", 6, 1, 2, 0, GOOD, null, 0));
    checks.health(new TopicFacts("u", 6, 3, 0, 4, GOOD, null, 0));

    assertThat(checks.found())
        .extracting(Finding::what)
        .containsExactly(
            "2 partitions have no leader: nobody reads or writes them",
            "replication factor 1 with 3 brokers",
            "4 partitions have replicas that lag");
  }

  @Test
  void aLedgerThatForgetsIsAProblem() {
    checks.compacted(topic("dlq.ledger", 6));

    assertThat(checks.found().getFirst().level()).isEqualTo(Level.PROBLEM);
    assertThat(checks.found().getFirst().fix()).contains("cleanup.policy=compact");
  }

  @Test
  void onlyALiveLeaseKeepsAnybodyOut() {
    var live = new LeaseEntry("payment.dlq", "s", "ada", "host", NOON, NOON, NOON.plusSeconds(30));
    var expired = new LeaseEntry("payment.dlq", "s", "bob", "host", NOON, NOON, NOON);

    assertThat(LedgerChecks.leases(List.of(live, expired), List.of("payment.dlq"), NOON))
        .extracting(Finding::what)
        .containsExactly(
            "ada on host is at work on it since 2026-03-01T12:00:00Z, last heard of at"
                + " 2026-03-01T12:00:00Z");
  }

  private static TopicFacts topic(String name, int partitions) {
    return new TopicFacts(name, partitions, 3, 0, 0, GOOD, null, 0);
  }
}
