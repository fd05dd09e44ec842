package dev.parkade.payment.parking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Tells when a parked command is too old. The clock stands still while the feed of customers may
/// have stalled, so that a stalled feed does not flush everything to the dead-letter topic. What it
/// stood still is forgotten at a restart.
final class AgeClock {

  private record Freeze(Instant from, Instant to) {

    Duration since(Instant start) {
      Instant counted = start.isAfter(from) ? start : from;
      return counted.isBefore(to) ? Duration.between(counted, to) : Duration.ZERO;
    }
  }

  private final ParkingSettings settings;
  private final Deque<Freeze> freezes = new ArrayDeque<>();
  private long parkedSinceLastCustomer;
  private Instant lastCustomer;
  private Instant now;

  AgeClock(ParkingSettings settings, Instant now) {
    this.settings = settings;
    this.lastCustomer = now;
    this.now = now;
  }

  /// A customer event came: the feed is alive.
  void customerSeen(Instant at) {
    tick(at);
    parkedSinceLastCustomer = 0;
    lastCustomer = at;
  }

  /// Commands that wait for their customers were parked, or recovered.
  void parked(int count) {
    parkedSinceLastCustomer += count;
  }

  /// Moves the clock; the time since the last tick counts or does not.
  void tick(Instant at) {
    if (!at.isAfter(now)) {
      return;
    }
    if (isSuspicious()) {
      boolean goesOn = !freezes.isEmpty() && freezes.getLast().to().equals(now);
      Instant from = goesOn ? freezes.removeLast().from() : now;
      freezes.addLast(new Freeze(from, at));
    }
    now = at;
  }

  /// Whether a command that was parked at this time has waited for too long. If one has, everything
  /// that was parked earlier has too.
  boolean isTooOld(Instant firstAt) {
    if (isSuspicious()) {
      return false;
    }
    Duration age = Duration.between(firstAt, now);
    for (Freeze freeze : freezes) {
      age = age.minus(freeze.since(firstAt));
    }
    return age.compareTo(settings.maxAge()) >= 0;
  }

  /// Forgets the time that did not count; to be called when nothing waits.
  void nothingWaits() {
    freezes.clear();
  }

  /// Whether ages do not count at the moment.
  boolean isSuspicious() {
    return parkedSinceLastCustomer >= settings.stallGrowth();
  }

  /// Whether the feed has stalled for so long that somebody must look.
  boolean isStalled() {
    return isSuspicious()
        && Duration.between(lastCustomer, now).compareTo(settings.stallAfterOrDefault()) >= 0;
  }
}
