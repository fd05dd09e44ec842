package dev.parkade.payment.parking;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessResourceException;

/// The machine that one instance of the service runs on. Whatever the instance does to the world
/// goes through here, and at any of it the machine can die, freeze or lose its connection.
final class ModelMachine {

  /// What goes wrong, and whether the world has changed before it does.
  enum Mishap {
    DIE_BEFORE,
    DIE_AFTER,
    FREEZE_BEFORE,
    FREEZE_AFTER,
    FAIL_BEFORE,
    FAIL_AFTER;

    private boolean isBefore() {
      return this == DIE_BEFORE || this == FREEZE_BEFORE || this == FAIL_BEFORE;
    }
  }

  /// The instance is gone. An error, so that nobody in the service takes it for a failure of its
  /// own.
  static final class Died extends Error {}

  private @Nullable Mishap planned;
  private int operationsLeft;
  private Runnable whileFrozen = () -> {};
  private boolean dead;
  private int transactions;

  /// Lets something go wrong, so many operations from now.
  void plan(Mishap mishap, int operations, Runnable meanwhile) {
    planned = mishap;
    operationsLeft = operations;
    whileFrozen = meanwhile;
  }

  void planNothing() {
    planned = null;
  }

  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /// An operation that may fail for want of a connection.
  <T> T operation(Supplier<T> work) {
    return run(work, true);
  }

  /// A request to a provider, which says itself what went wrong.
  <T> T request(Supplier<T> work) {
    return run(work, false);
  }

  /// A transaction; its locks keep a frozen machine's successors out, so nothing freezes in it.
  ///
  /// @param savepoint makes what undoes everything that comes after it
  <T> T transaction(Supplier<Runnable> savepoint, Supplier<T> work) {
    var unused = operation(() -> "begin");
    Runnable rollback = savepoint.get();
    boolean[] committed = {false};
    transactions++;
    try {
      T result = work.get();
      unused =
          operation(
              () -> {
                committed[0] = true;
                return "commit";
              });
      return result;
    } finally {
      transactions--;
      if (!committed[0]) {
        rollback.run();
      }
    }
  }

  private <T> T run(Supplier<T> work, boolean canFail) {
    if (dead) {
      throw new Died();
    }
    Mishap mishap = due(canFail);
    if (mishap == null) {
      return work.get();
    }
    planned = null;
    if (mishap.isBefore()) {
      happen(mishap);
      return work.get();
    }
    T result = work.get();
    happen(mishap);
    return result;
  }

  private @Nullable Mishap due(boolean canFail) {
    if (planned == null || --operationsLeft > 0) {
      return null;
    }
    return switch (planned) {
      case DIE_BEFORE, DIE_AFTER -> planned;
      case FREEZE_BEFORE, FREEZE_AFTER -> transactions == 0 ? planned : null;
      case FAIL_BEFORE, FAIL_AFTER -> canFail ? planned : null;
    };
  }

  private void happen(Mishap mishap) {
    switch (mishap) {
      case DIE_BEFORE, DIE_AFTER -> {
        dead = true;
        throw new Died();
      }
      case FREEZE_BEFORE, FREEZE_AFTER -> whileFrozen.run();
      case FAIL_BEFORE, FAIL_AFTER ->
          throw new TransientDataAccessResourceException("the connection was lost");
    }
  }
}
