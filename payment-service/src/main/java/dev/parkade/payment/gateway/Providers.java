package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import dev.parkade.runtime.tracing.LogContext;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configured providers, in order of preference. A charge goes to the next one only if the one
/// before has certainly taken nothing and never will ([NextStep]); a refund goes to the provider
/// that took the money, or may have.
public final class Providers implements PaymentGateway, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Providers.class);

  private final List<GuardedGateway> providers;
  private final Claims claims;

  /// @param providers at least one
  public Providers(List<GuardedGateway> providers, Claims claims) {
    this.providers = List.copyOf(providers);
    this.claims = claims;
  }

  /// Whether calls reach no provider at all, so that nothing should be read that needs one.
  public boolean isAway() {
    return providers.stream().allMatch(GuardedGateway::isOpen);
  }

  /// Whether there is more than one: only then does a charge have to be claimed before it is sent.
  public boolean haveChoice() {
    return providers.size() > 1;
  }

  /// Whom a new charge should be sent to.
  public String preferred() {
    return providers.stream()
        .filter(p -> !p.isOpen())
        .findFirst()
        .orElseGet(providers::getFirst)
        .name();
  }

  /// For metrics.
  List<GuardedGateway> all() {
    return providers;
  }

  @Override
  public Outcome charge(Charge charge) {
    Claim claim = charge.claim();
    if (claim == null) {
      // nothing is stored, so nothing may be sent to a second one
      return providers.getFirst().charge(charge);
    }
    int at = indexOf(claim.provider());
    return at < 0 ? unknown(claim.provider()) : charge(charge, claim, at);
  }

  private Outcome charge(Charge charge, Claim claim, int start) {
    Claim held = claim;
    for (int at = start; ; at++) {
      GuardedGateway provider = providers.get(at);
      Outcome outcome = provider.charge(charge);
      NextStep step = NextStep.after(outcome, held.first(), at == providers.size() - 1);
      if (step instanceof NextStep.Withdraw(var ambiguous)) {
        step = NextStep.afterWithdrawal(ambiguous, provider.withdraw(charge.key()));
      }
      switch (step) {
        case NextStep.Answer(var answer) -> {
          // held back rather than tried again and again while nobody can be reached
          return outcome instanceof Outcome.NotAsked && isAway() ? outcome : answer;
        }
        case NextStep.NobodyHolds(var answer) -> {
          claims.release(charge.order(), held);
          return answer;
        }
        case NextStep.AskNext(var detail) -> {
          String next = providers.get(at + 1).name();
          try (LogContext _ = LogContext.of(charge.order().text(), null)) {
            log.info("charge {}: from {} to {}: {}", charge.key(), provider.name(), next, detail);
          }
          if (!claims.move(charge.order(), held, next)) {
            return new Outcome.Unavailable("the way to " + next + " could not be stored");
          }
          held = new Claim(held.id(), next, true);
        }
        case NextStep.Withdraw _ -> throw new IllegalStateException("withdrawn twice");
      }
    }
  }

  @Override
  public Outcome refund(Refund refund) {
    if (refund.provider() != null) {
      int at = indexOf(refund.provider());
      return at < 0 ? unknown(refund.provider()) : providers.get(at).refund(refund);
    }
    Outcome result = new Outcome.Withdrawn("no provider holds the money");
    for (GuardedGateway provider : providers) {
      Outcome outcome = provider.refund(refund);
      switch (outcome) {
        case Outcome.Withdrawn _ -> {
          // nothing there: the next one may hold it
        }
        case Outcome.Approved _ -> result = outcome;
        case Outcome.Declined _, Outcome.Unavailable _, Outcome.Ambiguous _, Outcome.NotAsked _ -> {
          return outcome;
        }
      }
    }
    return result;
  }

  @Override
  public Outcome withdraw(MessageId charge) {
    for (GuardedGateway provider : providers) {
      Outcome outcome = provider.withdraw(charge);
      if (!(outcome instanceof Outcome.Withdrawn)) {
        return outcome;
      }
    }
    return new Outcome.Withdrawn("no provider holds the money");
  }

  @Override
  public void close() {
    providers.forEach(GuardedGateway::close);
  }

  private int indexOf(String provider) {
    for (int i = 0; i < providers.size(); i++) {
      if (Objects.equals(providers.get(i).name(), provider)) {
        return i;
      }
    }
    return -1;
  }

  private static Outcome unknown(String provider) {
    return new Outcome.Ambiguous(
        "provider %s may hold the money and is not configured: configure it again"
            .formatted(provider));
  }
}
