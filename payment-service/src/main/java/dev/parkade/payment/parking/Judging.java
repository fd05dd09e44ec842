package dev.parkade.payment.parking;

import dev.parkade.messages.deadletter.DeadLetterReason;
import dev.parkade.messages.payment.ChargePayment;
import dev.parkade.payment.charging.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// Turns the verdicts on a plan into its effects. Pure but for the jitter of retries.
final class Judging {

  private final RetrySettings retry;
  private final RandomGenerator random;
  private final Instant now;
  private final Effects effects = new Effects();

  Judging(RetrySettings retry, RandomGenerator random, Instant now) {
    this.retry = retry;
    this.random = random;
    this.now = now;
  }

  Effects judge(Plan plan, List<List<Verdict>> verdicts) {
    eachStep(plan, verdicts, this::holdBack);
    eachStep(plan, verdicts, this::settle);
    for (Plan.Park park : plan.parks()) {
      if (!effects.isHeldBack(park.command().record())) {
        park(park.command(), park.reason());
      }
    }
    plan.repeats().forEach(effects.repeats()::add);
    for (Command command : plan.overflow()) {
      if (!effects.isHeldBack(command.record())) {
        effects
            .dead()
            .add(
                new Effects.Dead(
                    command.record(),
                    DeadLetterReason.CUSTOMER_QUEUE_FULL,
                    "customer %s has too many payments waiting; this one is of order %s"
                        .formatted(command.customerId(), command.orderId())));
      }
    }
    return effects;
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
    switch (verdict) {
      case Verdict.Settled done -> {
        decided(command, done);
        fresh
            .cancels()
            .forEach(
                e -> effects.settled().add(new Effects.Settled(e, SettleCause.REFUNDED, null)));
      }
      case Verdict.Unsettled unsettled ->
          tryAgain(Parked.fresh(command, now, WaitReason.PROVIDER_UNAVAILABLE, 1), unsettled, true);
      case Verdict.Behind _ -> park(command, WaitReason.EARLIER_COMMANDS);
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
        boolean exhausted =
            tryAgain(
                entry.again(WaitReason.PROVIDER_UNAVAILABLE, entry.attempts() + 1),
                unsettled,
                false);
        if (exhausted) {
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
    if (done.change() != null) {
      effects.changes().add(done.change());
      if (done.change().takesMoney()) {
        effects.taken().add(new Effects.Taken(command));
      }
    }
  }

  private void park(Command command, WaitReason reason) {
    effects.parks().add(new Effects.Park(Parked.fresh(command, now, reason, 0), null, true));
  }

  /// Parks it for a later attempt; true if there is none left and it is dead-lettered instead.
  private boolean tryAgain(Parked entry, Verdict.Unsettled verdict, boolean fresh) {
    if (retry.isExhausted(entry.attempts(), entry.firstAt(), now)) {
      effects
          .dead()
          .add(
              new Effects.Dead(
                  entry.command().record(),
                  DeadLetterReason.RETRIES_EXHAUSTED,
                  "order %s: no definite answer after %d attempts since %s; the last: %s"
                      .formatted(
                          entry.orderId(), entry.attempts(), entry.firstAt(), verdict.detail())));
      if (verdict.ifGivenUp() != null) {
        // or a later refund would not ask the provider, and the money could be kept
        effects.changes().add(verdict.ifGivenUp());
      }
      return true;
    }
    Instant due = now.plus(retry.waitAfter(entry.attempts(), random));
    boolean tell = fresh && entry.command().message().body() instanceof ChargePayment;
    effects.parks().add(new Effects.Park(entry, due, tell));
    return false;
  }
}
