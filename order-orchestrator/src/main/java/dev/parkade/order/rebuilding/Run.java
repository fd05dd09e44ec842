package dev.parkade.order.rebuilding;

import dev.parkade.order.projections.ProjectionTables;
import dev.parkade.order.rebuilding.Pass.Found;
import dev.parkade.order.rebuilding.RunStatus.State;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/// One run, which another thread may look at and stop.
final class Run implements Progress {

  private final int number;
  private final @Nullable Kind kind;
  private final long begin = System.nanoTime();
  private volatile long end;
  private volatile State state;
  private volatile String phase = "beginning";
  private volatile long done;
  private volatile long total;
  private volatile @Nullable Found found;
  private volatile @Nullable String error;
  private volatile boolean stopping;

  private Run(int number, @Nullable Kind kind, State state) {
    this.number = number;
    this.kind = kind;
    this.state = state;
  }

  static Run none() {
    return new Run(0, null, State.NONE);
  }

  Run next(Kind what) {
    return new Run(number + 1, what, State.RUNNING);
  }

  @Override
  public void at(String what, long count) {
    phase = what;
    done = count;
    if (stopping) {
      throw new PassStopped();
    }
  }

  void expect(long orders) {
    total = orders;
  }

  void stop() {
    stopping = true;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  void ended(Found what) {
    found = what;
    ended(State.DONE);
  }

  void failed(Exception why) {
    error =
        ProjectionTables.isMissing(why)
            ? "a table of the query side is missing; to build it: ops/parkade projections rebuild"
            : String.valueOf(NestedExceptionUtils.getMostSpecificCause(why).getMessage());
    ended(why instanceof PassStopped ? State.STOPPED : State.FAILED);
  }

  private void ended(State how) {
    end = System.nanoTime();
    state = how;
  }

  RunStatus status(boolean complete) {
    State now = state;
    Found what = found;
    long until = now == State.RUNNING ? System.nanoTime() : end;
    return new RunStatus(
        number,
        now,
        kind,
        complete,
        phase,
        done,
        total,
        now == State.NONE ? 0 : (until - begin) / 1e9,
        what == null ? 0 : what.orders(),
        what == null ? 0 : what.customers(),
        what == null ? Map.of() : what.differences().counts(),
        what == null ? List.of() : what.differences().described(),
        error);
  }
}
