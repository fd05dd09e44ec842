package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.envelope.Message;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.parking.Story.Payer;
import dev.parkade.payment.parking.Story.What;
import dev.parkade.payment.scenario.World;
import dev.parkade.provider.Behaviour;
import dev.parkade.provider.Behaviour.Mode;
import dev.parkade.provider.Operation;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.testkit.arrangement.Arrangements;
import dev.parkade.testkit.time.TestClock;
import dev.parkade.testkit.waiting.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hundreds of stories at once, in one world. Time stands still but for what is asked again because
/// the provider was not heard.
final class Play {

  private final World world;
  private final ProviderSimulator provider;
  private final TestClock clock;
  private final List<Story> stories = new ArrayList<>();
  private final Map<Story, Integer> done = new HashMap<>();
  private final Map<Story, Message<ChargePayment>> blocking = new HashMap<>();

  Play(World world, ProviderSimulator provider, TestClock clock) {
    this.world = world;
    this.provider = provider;
    this.clock = clock;
  }

  List<Story> stories() {
    return stories;
  }

  List<Story> storiesOf(Payer payer) {
    return stories.stream().filter(story -> story.payer() == payer).toList();
  }

  /// The charges that became dead letters to block their customers.
  List<Message<ChargePayment>> blocking() {
    return List.copyOf(blocking.values());
  }

  /// Three charges and three refunds of one order, in every order in which they can arrive; where
  /// charges can wait, with what they wait for coming at every moment, and, unless that is the time
  /// of them all, never.
  Play with(Payer payer) {
    var all = List.of(What.CHARGE, What.CHARGE, What.CHARGE, What.REFUND, What.REFUND, What.REFUND);
    int moments =
        switch (payer) {
          case KNOWN, INACTIVE, WITHOUT_COVER -> 0;
          case UNKNOWN, BLOCKED -> all.size() + 2;
          case UNHEARD -> all.size() + 1;
        };
    for (List<What> arrival : Arrangements.of(all)) {
      for (int copies = 0; copies < 9; copies++) {
        if (moments == 0) {
          stories.add(new Story(world, payer, arrival, copies));
        }
        // every moment with some combinations of copies is enough for these
        for (int moment = copies % 4; moment < moments; moment += 4) {
          stories.add(new Story(world, payer, opened(arrival, moment), copies));
        }
      }
    }
    return this;
  }

  private static List<What> opened(List<What> arrival, int moment) {
    List<What> opened = new ArrayList<>(arrival);
    if (moment <= arrival.size()) {
      opened.add(moment, What.OPEN);
    }
    return opened;
  }

  /// Everything before the moment in which it is opened is found at once, and so is what follows.
  void inOnePoll() {
    cast();
    world.progress().whileStopped(() -> stories.forEach(story -> go(story, story.opening())));
    awaitAnswers();
    open();
    world.progress().whileStopped(() -> stories.forEach(story -> go(story, story.length())));
    awaitAnswers();
  }

  /// No poll has two events of one story.
  void inSeparatePolls() {
    cast();
    int longest = stories.stream().mapToInt(Story::length).max().orElse(0);
    for (int round = 1; round <= longest; round++) {
      int event = round;
      stories.forEach(story -> go(story, Math.min(event, story.opening())));
      awaitAnswers();
    }
    open();
    for (int round = 1; round <= longest; round++) {
      int event = round;
      stories.forEach(story -> go(story, Math.min(event, story.length())));
      awaitAnswers();
    }
  }

  /// The customers become what they are.
  private void cast() {
    for (Story story : stories) {
      if (story.payer() != Payer.UNKNOWN) {
        world.registers(story.customer());
      }
      if (story.payer() == Payer.INACTIVE) {
        world.deactivates(story.customer(), 2);
      }
    }
    world.progress().awaitHandled();
    provider.behave(Behaviour.of(Mode.DOWN).on(Operation.CHARGE));
    for (Story story : storiesOf(Payer.BLOCKED)) {
      var charge = world.charge(story.customer(), World.someOrder(), 500);
      blocking.put(story, charge);
      world.send(charge);
    }
    world.progress().awaitHandled();
    provider.behave(
        storiesOf(Payer.UNHEARD).isEmpty()
            ? Behaviour.of(Mode.UP)
            : Behaviour.of(Mode.TAKES_AND_CUTS)
                .on(Operation.CHARGE, Operation.QUERY, Operation.VOID));
  }

  private void open() {
    provider.behave(Behaviour.of(Mode.UP));
    for (Story story : stories) {
      if (story.opening() < story.length()) {
        switch (story.payer()) {
          case UNKNOWN -> world.registers(story.customer());
          case BLOCKED -> {
            OrderId dead = blocking.get(story).body().orderId();
            world.send(world.refund(story.customer(), dead));
          }
          case UNHEARD, KNOWN, INACTIVE, WITHOUT_COVER -> {}
        }
        done.put(story, story.opening() + 1);
      }
    }
    if (!storiesOf(Payer.UNHEARD).isEmpty()) {
      clock.advance(Duration.ofHours(2));
    }
    awaitAnswers();
  }

  /// Sends the commands up to this event, as far as they were not sent yet.
  private void go(Story story, int event) {
    int from = done.getOrDefault(story, 0);
    if (event > from) {
      story.commands(from, event).forEach(world::send);
      done.put(story, event);
    }
  }

  private void awaitAnswers() {
    world.progress().awaitHandled();
    int expected =
        stories.stream()
            .mapToInt(story -> story.outcome(done.getOrDefault(story, 0)).answers().size())
            .sum();
    // what is released is no record of its own
    Eventually.within(SOON, () -> assertThat(countAnswers()).isGreaterThanOrEqualTo(expected));
  }

  private long countAnswers() {
    return world
        .jdbc()
        .sql("select count(*) from outbox where message_key = any(:orders)")
        .param("orders", stories.stream().map(s -> s.order().text()).toArray(String[]::new))
        .query(Long.class)
        .single();
  }
}
