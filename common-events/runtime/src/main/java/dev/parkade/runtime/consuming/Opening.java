package dev.parkade.runtime.consuming;

import dev.parkade.runtime.pipeline.Pipeline;
import java.util.function.Consumer;

/// The first round trip of a poll's transaction. It moves the positions, which locks them, and what
/// a handler wants to know or to lock first travels along.
///
/// The statements run one after the other, the positions' first, and their outcomes are looked at
/// in that order. So a consumer that lost a partition learns that before anything it asked for, and
/// nothing of it stays. Not thread-safe, and used once.
public final class Opening {

  private final Pipeline statements;
  private final Consumer<Pipeline> database;
  private boolean done;

  /// @param statements begins with those that move the positions
  /// @param database runs them in the transaction of the poll
  Opening(Pipeline statements, Consumer<Pipeline> database) {
    this.statements = statements;
    this.database = database;
  }

  /// To add statements to, before [#run()].
  ///
  /// @throws IllegalStateException if it has been run
  public Pipeline statements() {
    if (done) {
      throw new IllegalStateException("the positions have moved already");
    }
    return statements;
  }

  /// Moves the positions and hands out what was asked, the first time it is called.
  ///
  /// @throws PositionsLost if somebody else moved one of the positions; the transaction must roll
  ///     back
  public void run() {
    if (!done) {
      done = true;
      database.accept(statements);
    }
  }
}
