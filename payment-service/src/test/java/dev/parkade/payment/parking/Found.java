package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.PaymentCharged;
import dev.parkade.messages.payment.PaymentRefunded;
import dev.parkade.messages.payment.PaymentRefused;
import dev.parkade.messages.payment.PaymentWaiting;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.scenario.Wire;
import dev.parkade.payment.scenario.World;
import dev.parkade.provider.Charge;
import dev.parkade.provider.Charge.Status;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.provider.Refund;
import dev.parkade.testkit.waiting.Eventually;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What there is after a play, and the comparison of it with what its stories say must be there.
final class Found {

  private final World world;
  private final List<Story> stories;
  private final Map<OrderId, List<Story.Answer>> answers = new HashMap<>();
  private final Map<OrderId, Set<PaymentCharged>> charged = new HashMap<>();

  Found(World world, List<Story> stories) {
    this.world = world;
    this.stories = stories;
    Wire.outbox(world.jdbc()).forEach(this::add);
  }

  private void add(Message<?> reply) {
    switch (reply.body()) {
      case PaymentCharged r -> {
        charged.computeIfAbsent(r.orderId(), o -> new HashSet<>()).add(r);
        add(r.orderId(), reply, "charged");
      }
      case PaymentRefused r -> add(r.orderId(), reply, r.reason().name());
      case PaymentRefunded r ->
          add(r.orderId(), reply, r.moneyWasReturned() ? "returned" : "nothing");
      default -> throw new AssertionError(reply);
    }
  }

  private void add(OrderId order, Message<?> reply, String word) {
    answers
        .computeIfAbsent(order, o -> new ArrayList<>())
        .add(new Story.Answer(reply.envelope().causationId(), word));
  }

  /// Every answer of every order, in the sequence in which they were given; every payment; and
  /// everything that waits, or does not any more.
  void assertStatusesAndAnswers() {
    Map<OrderId, String> statuses = statuses();
    for (Story story : stories) {
      Story.Outcome outcome = story.outcome();
      assertThat(answers.getOrDefault(story.order(), List.of()))
          .as(story.toString())
          .isEqualTo(outcome.answers());
      assertThat(statuses.getOrDefault(story.order(), "NONE"))
          .as(story.toString())
          .isEqualTo(outcome.status());
      // the same payment and the same amount, however often it was asked for
      assertThat(charged.getOrDefault(story.order(), Set.of()))
          .as(story.toString())
          .hasSizeLessThanOrEqualTo(1);
    }
    Eventually.within(SOON, this::assertWhatWaits);
  }

  private void assertWhatWaits() {
    Map<String, List<ConsumerRecord<String, byte[]>>> writes =
        world.parkedRecords().stream().collect(groupingBy(ConsumerRecord::key));
    for (Story story : stories) {
      Story.Outcome outcome = story.outcome();
      for (Message<?> command : story.commands()) {
        var written = writes.getOrDefault(command.id().text(), List.of());
        boolean lives = !written.isEmpty() && written.getLast().value() != null;
        assertThat(lives).as(story.toString()).isEqualTo(outcome.waiting().contains(command.id()));
      }
    }
  }

  /// The provider took money for the charge that the story says, once, and for no other; and gave
  /// it back, once, exactly where the story says so.
  void assertBooks(ProviderSimulator provider) {
    Map<String, List<Charge>> taken =
        provider.charges().stream()
            .filter(c -> c.status() == Status.TAKEN || c.status() == Status.REFUNDED)
            .collect(groupingBy(charge -> charge.body().orderId()));
    Map<String, List<Refund>> returned =
        provider.refunds().stream()
            .filter(Refund::moneyReturned)
            .collect(groupingBy(refund -> refund.body().charge()));
    for (Story story : stories) {
      Story.Outcome outcome = story.outcome();
      List<Charge> charges = taken.getOrDefault(story.order().text(), List.of());
      MessageId by = outcome.takenBy();
      if (by == null) {
        assertThat(charges).as(story.toString()).isEmpty();
      } else {
        Status status = outcome.isReturned() ? Status.REFUNDED : Status.TAKEN;
        assertThat(charges)
            .as(story.toString())
            .singleElement()
            .returns(by.text(), Charge::key)
            .returns(status, Charge::status);
        assertThat(returned.getOrDefault(by.text(), List.of()))
            .as(story.toString())
            .hasSize(outcome.isReturned() ? 1 : 0);
      }
      if (story.commands().getFirst().body() instanceof RefundPayment) {
        // an empty rollback: the fence is ours, and no provider is troubled with it
        assertThat(story.commands())
            .as(story.toString())
            .allSatisfy(command -> assertThat(provider.charge(command.id().text())).isEmpty());
      }
    }
  }

  /// Every answer that there is, in a word.
  Set<String> words() {
    return answers.values().stream().flatMap(List::stream).map(Story.Answer::word).collect(toSet());
  }

  /// How many commands were answered more than once.
  long answeredAgain() {
    return answers.values().stream()
        .mapToLong(list -> list.size() - list.stream().map(Story.Answer::cause).distinct().count())
        .sum();
  }

  /// The charges about which their orders were told that they wait.
  Map<OrderId, Set<MessageId>> told() {
    return world.directReplies().stream()
        .map(Wire::message)
        .filter(message -> message.body() instanceof PaymentWaiting)
        .collect(
            groupingBy(
                message -> ((PaymentWaiting) message.body()).orderId(),
                mapping(message -> message.envelope().causationId(), toSet())));
  }

  /// That a provider may hold the money is no decision.
  private Map<OrderId, String> statuses() {
    Map<OrderId, String> statuses = new HashMap<>();
    world
        .jdbc()
        .sql("select order_id::text, status from payment where status <> 'UNCERTAIN'")
        .query(
            rs -> {
              statuses.put(OrderId.of(rs.getString(1)), rs.getString(2));
            });
    return statuses;
  }
}
