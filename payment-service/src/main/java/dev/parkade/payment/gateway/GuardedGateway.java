package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A provider behind a circuit breaker, a bulkhead and a time limit. An ambiguous outcome of a
/// charge is settled by asking the provider for the idempotency key; if that says nothing, it
/// stays ambiguous.
///
/// Closing it closes a provider that can be closed.
public final class GuardedGateway implements PaymentGateway, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardedGateway.class);

  private final Provider provider;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final TimeLimiter timeLimiter;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  public GuardedGateway(Provider provider, GatewaySettings settings) {
    String name = provider.name();
    this.provider = provider;
    this.breaker = CircuitBreaker.of(name, breakerConfig(settings));
    this.bulkhead =
        Bulkhead.of(
            name,
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.concurrentCalls())
                .maxWaitDuration(settings.timeLimit())
                .build());
    this.timeLimiter =
        TimeLimiter.of(
            name, TimeLimiterConfig.custom().timeoutDuration(settings.timeLimit()).build());
    breaker
        .getEventPublisher()
        .onStateTransition(e -> log.warn("payment provider {}: {}", name, e.getStateTransition()));
  }

  private static CircuitBreakerConfig breakerConfig(GatewaySettings settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(settings.breakerWindow())
        .minimumNumberOfCalls(settings.breakerMinimumCalls())
        .failureRateThreshold(settings.breakerFailurePercent())
        .waitDurationInOpenState(settings.breakerOpenFor())
        .permittedNumberOfCallsInHalfOpenState(settings.breakerTrialCalls())
        // by itself, because nobody calls while the consumer is paused
        .automaticTransitionFromOpenToHalfOpenEnabled(true)
        .recordResult(r -> r instanceof Outcome.Unavailable || r instanceof Outcome.Ambiguous)
        .build();
  }

  @Override
  public Outcome charge(Charge charge) {
    Outcome outcome = guarded(() -> provider.charge(charge));
    return outcome instanceof Outcome.Ambiguous
        ? limited(() -> provider.find(charge.key()).orElse(outcome), outcome)
        : outcome;
  }

  @Override
  public Outcome refund(Refund refund) {
    return guarded(() -> provider.refund(refund));
  }

  /// Past the circuit, because nothing else can be done about the charge.
  @Override
  public Outcome withdraw(MessageId charge) {
    if (!bulkhead.tryAcquirePermission()) {
      return new Outcome.Ambiguous("too many calls to the provider are under way");
    }
    try {
      return limited(
          () -> provider.withdraw(charge),
          new Outcome.Ambiguous("the provider did not say in time if the charge is withdrawn"));
    } finally {
      bulkhead.onComplete();
    }
  }

  /// The name of the provider.
  public String name() {
    return provider.name();
  }

  /// Whether the circuit is open: calls would not reach the provider.
  public boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /// For metrics.
  public CircuitBreaker breaker() {
    return breaker;
  }

  /// For metrics.
  public Bulkhead bulkhead() {
    return bulkhead;
  }

  /// For metrics.
  public TimeLimiter timeLimiter() {
    return timeLimiter;
  }

  @Override
  public void close() {
    calls.shutdownNow();
    if (provider instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        log.warn("closing the payment provider {} failed", name(), e);
      }
    }
  }

  private Outcome guarded(Supplier<Outcome> call) {
    // a place first: a trial call of a half-open circuit must not be used up by waiting
    if (!bulkhead.tryAcquirePermission()) {
      return new Outcome.NotAsked("too many calls to the provider are under way");
    }
    try {
      if (!breaker.tryAcquirePermission()) {
        return new Outcome.NotAsked("the circuit to the provider is open");
      }
      long start = breaker.getCurrentTimestamp();
      Outcome outcome = limited(call, new Outcome.Ambiguous("the provider did not answer in time"));
      breaker.onResult(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), outcome);
      return outcome;
    } finally {
      bulkhead.onComplete();
    }
  }

  private <T> T limited(Supplier<T> call, T unanswered) {
    try {
      return timeLimiter.executeFutureSupplier(() -> calls.submit(call::get));
    } catch (TimeoutException e) {
      return unanswered;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered;
    } catch (Exception e) {
      // an adapter must not throw; what it did before it threw nobody knows
      log.error("the payment gateway failed", e);
      return unanswered;
    }
  }
}
