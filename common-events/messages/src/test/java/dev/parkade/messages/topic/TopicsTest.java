package dev.parkade.messages.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.PaymentCharged;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void theThreeTopicsOfTheGateHaveEqualPartitionCounts() {
    assertThat(Topics.CUSTOMER_EVENTS.partitions())
        .isEqualTo(Topics.PAYMENT_COMMANDS.partitions())
        .isEqualTo(Topics.PAYMENT_PARKED.partitions());
  }

  @Test
  void whatMustBeReadFromTheBeginningIsCompacted() {
    assertThat(Topics.CUSTOMER_EVENTS.config()).containsEntry("cleanup.policy", "compact");
    assertThat(Topics.PAYMENT_PARKED.config()).containsEntry("cleanup.policy", "compact");
  }

  @Test
  void namesAreUniqueAndFound() {
    assertThat(Topics.ALL.stream().map(Topic::name)).doesNotHaveDuplicates();
    assertThat(Topics.named("payment.parked")).contains(Topics.PAYMENT_PARKED);
    assertThat(Topics.named("nothing")).isEmpty();
  }

  @Test
  void aTopicCarriesOnlyItsFamilies() {
    assertThat(Topics.PAYMENT_COMMANDS.carries(ChargePayment.class)).isTrue();
    assertThat(Topics.PAYMENT_COMMANDS.carries(PaymentCharged.class)).isFalse();
    assertThat(Topics.PAYMENT_DLQ.carries(ChargePayment.class)).isFalse();
  }
}
