package dev.parkade.payment.gateway;

import dev.parkade.messages.id.MessageId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A simulator: no money moves anywhere. Deterministic, so that a demonstration and a test can
/// predict it; the last two digits of the amount in minor units choose the behaviour:
///
/// | ends in | answer |
/// |---|---|
/// | 13 | declined |
/// | 31 | takes the money at once and answers late, after the time limit |
/// | 32 | takes the money and loses the answer (ambiguous) |
/// | 33 | loses the first request before it takes the money (ambiguous), takes it the second time |
/// | 34 | refuses the first two requests (unavailable), takes the money the third time |
/// | 35 | is never available |
/// | others | takes the money |
///
/// Its memory holds the last 100,000 charges and does not outlive the process; what it has
/// forgotten it answers the same again, because the answer follows from the request.
public final class SimulatedGateway implements Provider {

  private static final Logger log = LoggerFactory.getLogger(SimulatedGateway.class);

  private static final int REMEMBERED = 100_000;

  /// Whether the provider as a whole works.
  public enum Mode {
    UP,
    /// Every answer is late.
    SLOW,
    /// No request reaches it.
    DOWN
  }

  private final SimulatorSettings settings;
  private final Map<MessageId, Outcome> decided = remembering();
  private final Map<MessageId, Outcome> undone = remembering();
  private final Map<MessageId, Integer> requests = remembering();
  private volatile Mode mode = Mode.UP;

  public SimulatedGateway(SimulatorSettings settings) {
    this.settings = settings;
    log.info("the payment provider is a SIMULATOR: no money moves");
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public Outcome charge(Charge charge) {
    if (mode == Mode.DOWN) {
      return new Outcome.Unavailable("the simulated provider is down");
    }
    long ending = charge.amount().amount() % 100;
    int request = countRequest(charge.key());
    if (ending == 35 || ending == 34 && request <= 2) {
      return new Outcome.Unavailable("the simulated provider refuses request " + request);
    }
    if (ending == 33 && request == 1) {
      return new Outcome.Ambiguous("the simulated provider lost the request");
    }
    Outcome outcome = decide(charge.key(), ending);
    if (ending == 32 && request == 1) {
      return new Outcome.Ambiguous("the simulated provider lost the answer");
    }
    pause(ending == 31 || mode == Mode.SLOW ? settings.lateAnswer() : latency(charge.key()));
    return outcome;
  }

  @Override
  public Outcome refund(Refund refund) {
    if (mode == Mode.DOWN) {
      return new Outcome.Unavailable("the simulated provider is down");
    }
    pause(mode == Mode.SLOW ? settings.lateAnswer() : latency(refund.key()));
    synchronized (decided) {
      return undone.computeIfAbsent(refund.charge(), charge -> undo(refund));
    }
  }

  private Outcome undo(Refund refund) {
    Outcome before = decided.put(refund.charge(), new Outcome.Withdrawn("the charge was undone"));
    return before instanceof Outcome.Approved
        ? new Outcome.Approved(name(), "sim-refund-" + refund.key())
        : new Outcome.Withdrawn("the simulated provider holds no money of this charge");
  }

  @Override
  public Outcome withdraw(MessageId charge) {
    if (mode == Mode.DOWN) {
      return new Outcome.Unavailable("the simulated provider is down");
    }
    synchronized (decided) {
      return decided.computeIfAbsent(
          charge, k -> new Outcome.Withdrawn("withdrawn before it was charged"));
    }
  }

  @Override
  public Optional<Outcome> find(MessageId charge) {
    if (mode == Mode.DOWN) {
      return Optional.empty();
    }
    synchronized (decided) {
      return Optional.ofNullable(decided.get(charge));
    }
  }

  /// For demonstrations and tests.
  public void switchTo(Mode mode) {
    log.info("the simulated payment provider is {}", mode);
    this.mode = mode;
  }

  /// What it was switched to.
  public Mode mode() {
    return mode;
  }

  private Outcome decide(MessageId key, long ending) {
    synchronized (decided) {
      return decided.computeIfAbsent(
          key,
          k ->
              ending == 13
                  ? new Outcome.Declined("the simulated provider declines amounts that end in 13")
                  : new Outcome.Approved(name(), "sim-" + k));
    }
  }

  private int countRequest(MessageId key) {
    synchronized (requests) {
      return requests.merge(key, 1, Integer::sum);
    }
  }

  private Duration latency(MessageId key) {
    long max = settings.maxLatency().toNanos();
    return max == 0 ? Duration.ZERO : Duration.ofNanos(Math.floorMod(key.hashCode(), max + 1));
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    }
  }

  private static <V> Map<MessageId, V> remembering() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<MessageId, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
