package dev.parkade.runtime.relay;

import dev.parkade.runtime.demo.DemoSwitch;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Holds the relay back on request. Nothing is lost meanwhile: rows wait in the write-ahead log.
///
/// Only the `demo` profile makes it reachable, as `/demo/relay/hold` and `/demo/relay/release`.
final class RelayHold implements DemoSwitch {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private volatile boolean held;

  boolean isHeld() {
    return held;
  }

  void hold() {
    held = true;
  }

  void release() {
    lock.lock();
    try {
      held = false;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void awaitRelease() throws InterruptedException {
    if (!held) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (held) {
        released.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public Set<String> actions() {
    return Set.of("hold", "release");
  }

  @Override
  public void apply(String action, Map<String, String> parameters) {
    if (action.equals("hold")) {
      hold();
    } else {
      release();
    }
  }

  @Override
  public Map<String, Object> state() {
    return Map.of("held", held);
  }
}
