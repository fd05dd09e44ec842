package dev.parkade.payment.parking;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.id.MessageId;
import dev.parkade.messages.id.OrderId;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.messages.payment.RefundPayment;
import dev.parkade.payment.charging.Verdict;
import dev.parkade.runtime.deadletter.Failure;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Turns the verdicts on a plan into its effects. Pure but for the jitter of retries.
final class Judging {

  private final RetrySettings retry;
  private final boolean blocks;
  private final RandomGenerator random;
  private final Instant now;
  private final Effects effects = new Effects();
  private final Map<MessageId, Parked> parked = new HashMap<>();
  private final Set<OrderId> undone = new HashSet<>();

  /// @param blocks whether a charge that becomes a dead letter holds its customer back
  Judging(RetrySettings retry, boolean blocks, RandomGenerator random, Instant now) {
    this.retry = retry;
    this.blocks = blocks;
    this.random = random;
    this.now = now;
  }

  Effects judge(Plan plan, List<List<Verdict>> verdicts) {
    eachStep(plan, verdicts, this::holdBack);
    eachStep(plan, verdicts, this::noteUndone);
    eachStep(plan, verdicts, this::settle);
    for (Plan.Park park : plan.parks()) {
      if (!effects.isHeldBack(park.command().record()) && !isNeedless(park.command(), false)) {
        park(park.command(), park.reason());
      }
    }
    plan.repeats().forEach(effects.repeats()::add);
    endings(plan);
    for (Command command : plan.overflow()) {
      if (!effects.isHeldBack(command.record())) {
        var failure =
            Failure.at(
                DeadLetterReason.CUSTOMER_QUEUE_FULL,
                "customer %s has too many payments waiting; this one is of order %s"
                    .formatted(command.customerId(), command.orderId()));
        effects.dead().add(new Effects.Dead(command.record(), failure));
      }
    }
    return effects;
  }

  /// What became of those that are neither decided nor parked.
  private void endings(Plan plan) {
    for (Plan.Copy copy : plan.copies()) {
      if (!effects.isHeldBack(copy.command().record())) {
        effects.endings().waits(copy.command(), copy.waiting());
      }
    }
    for (Command command : plan.withdrawn()) {
      if (!effects.isHeldBack(command.record())) {
        effects.endings().undone(command);
      }
    }
  }

  private interface StepVisitor {
    void visit(Step step, Verdict verdict);
  }

  private static void eachStep(Plan plan, List<List<Verdict>> verdicts, StepVisitor visitor) {
    for (int chain = 0; chain < verdicts.size(); chain++) {
      List<Step> steps = plan.chains().get(chain);
      for (int i = 0; i < steps.size(); i++) {
        visitor.visit(steps.get(i), verdicts.get(chain).get(i));
      }
    }
  }

  private void holdBack(Step step, Verdict verdict) {
    if (step instanceof Step.Fresh fresh && verdict instanceof Verdict.NotAsked) {
      var record = fresh.command().record();
      effects.heldBack().merge(record.partition(), record.offset(), Math::min);
    }
  }

  /// A refund that takes effect in this poll undoes the charges of its order that came with it.
  private void noteUndone(Step step, Verdict verdict) {
    if (step instanceof Step.Fresh(var command, _, _, _)
        && verdict instanceof Verdict.Settled
        && command.message().body() instanceof RefundPayment
        && !effects.isHeldBack(command.record())) {
      undone.add(command.orderId());
    }
  }

  private void settle(Step step, Verdict verdict) {
    switch (step) {
      case Step.Fresh fresh -> {
        if (!effects.isHeldBack(fresh.command().record())) {
          settleFresh(fresh, verdict);
        }
      }
      case Step.Released released -> settleReleased(released, verdict);
    }
  }

  private void settleFresh(Step.Fresh fresh, Verdict verdict) {
    Command command = fresh.command();
    if (!(verdict instanceof Verdict.Settled) && isNeedless(command, fresh.waits())) {
      return;
    }
    switch (verdict) {
      case Verdict.Settled done -> {
        decided(command, done);
        for (Parked cancelled : fresh.cancels()) {
          effects.settled().add(new Effects.Settled(cancelled, SettleCause.REFUNDED, null));
          effects.endings().refunded(cancelled, command);
        }
      }
      case Verdict.Unsettled unsettled -> {
        Parked entry = Parked.fresh(command, now, reason(unsettled.obstacle()), 1);
        if (!tryAgain(entry, unsettled, true) && isBlock(entry)) {
          // parked before the position moves, so that no crash lets the customer go on
          park(new Effects.Park(entry, null, false));
          effects.blocks().add(entry);
        }
      }
      case Verdict.Behind _ -> park(command, behind(command));
      case Verdict.NotAsked _ -> throw new IllegalStateException("held back: " + command.id());
    }
  }

  private void settleReleased(Step.Released released, Verdict verdict) {
    Parked entry = released.entry();
    switch (verdict) {
      case Verdict.Settled done -> {
        decided(entry.command(), done);
        effects
            .settled()
            .add(
                new Effects.Settled(
                    entry, SettleCause.RELEASED, released.task().customerCommittedAt()));
      }
      case Verdict.Unsettled unsettled -> {
        Parked failed = entry.again(reason(unsettled.obstacle()), entry.attempts() + 1);
        boolean again = tryAgain(failed, unsettled, false);
        if (!again && isBlock(entry)) {
          effects.blocks().add(failed);
        } else if (!again) {
          effects.settled().add(new Effects.Settled(entry, SettleCause.GIVEN_UP, null));
        }
      }
      case Verdict.Behind _, Verdict.NotAsked _ -> {
        // it simply stays where it is
      }
    }
  }

  private void decided(Command command, Verdict.Settled done) {
    effects.replies().add(new Effects.Reply(command.message(), done.reply()));
    effects.endings().decided(command, done);
    if (done.change() != null) {
      effects.changes().add(done.change());
      if (done.change().takesMoney()) {
        effects.taken().add(new Effects.Taken(command));
      }
    }
  }

  /// Whether it came twice, and the first one waits for both; or its refund undid it, and a charge
  /// that nobody wants any more must not hold its customer back.
  ///
  /// @param waits whether a copy of it waits, or is about to
  private boolean isNeedless(Command command, boolean waits) {
    Parked first = parked.get(command.id());
    if (isUndone(command)) {
      effects.endings().undone(command);
    } else if (waits || first != null) {
      effects.endings().waits(command, first == null ? null : first.pointer().replay());
    } else {
      return false;
    }
    return true;
  }

  private boolean isUndone(Command command) {
    return command.message().body() instanceof ChargePayment && undone.contains(command.orderId());
  }

  private void park(Command command, WaitReason reason) {
    park(new Effects.Park(Parked.fresh(command, now, reason, 0), null, true));
  }

  private void park(Effects.Park park) {
    effects.parks().add(park);
    parked.put(park.entry().id(), park.entry());
  }

  private static WaitReason reason(Verdict.Obstacle obstacle) {
    return switch (obstacle) {
      case UNAVAILABLE -> WaitReason.PROVIDER_UNAVAILABLE;
      case AMBIGUOUS -> WaitReason.PROVIDER_AMBIGUOUS;
      case REFUND_DECLINED -> WaitReason.REFUND_DECLINED;
    };
  }

  /// A refund holds nobody back: a customer's order is that of the charges.
  private boolean isBlock(Parked entry) {
    return blocks && entry.isCharge();
  }

  private WaitReason behind(Command command) {
    boolean blocked =
        effects.blocks().stream().anyMatch(b -> b.customerId().equals(command.customerId()));
    return blocked ? WaitReason.EARLIER_DEAD_LETTER : WaitReason.EARLIER_COMMANDS;
  }

  /// Parks it for a later attempt; false if there is none left and it is dead-lettered instead.
  private boolean tryAgain(Parked entry, Verdict.Unsettled verdict, boolean fresh) {
    RetrySettings limits = retry.of(entry.reason());
    if (limits.isExhausted(entry.attempts(), entry.firstAt(), now)) {
      var failure =
          new Failure(
              DeadLetterReason.RETRIES_EXHAUSTED,
              "order %s: no definite answer after %d attempts since %s; the last: %s"
                  .formatted(entry.orderId(), entry.attempts(), entry.firstAt(), verdict.detail()),
              entry.tries());
      effects.dead().add(new Effects.Dead(entry.command().record(), failure));
      if (verdict.ifGivenUp() != null) {
        // or a later refund would not ask the provider, and the money could be kept
        effects.changes().add(verdict.ifGivenUp());
      }
      return false;
    }
    Instant due = now.plus(limits.waitAfter(entry.attempts(), random));
    park(new Effects.Park(entry, due, fresh && entry.isCharge()));
    return true;
  }
}
