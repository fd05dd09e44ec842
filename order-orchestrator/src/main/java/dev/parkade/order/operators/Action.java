package dev.parkade.order.operators;

import static java.util.Objects.requireNonNull;

import dev.parkade.order.saga.Operator;
import dev.parkade.order.saga.SagaInput;
import dev.parkade.order.saga.SagaInput.Outcome;
import dev.parkade.order.saga.Step;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What an operator wants to do to a saga, as the body of a request. Who and why go to the history.
sealed interface Action {

  /// What the database cannot keep, or a line of a log cannot show.
  String NO_CONTROL = "[^\\p{Cc}\\p{Cs}]*";

  String ONE_LINE = "must be one line without control characters";

  /// What it means to the saga; only for a body that was validated.
  SagaInput input();

  /// The step that it is about, null if it is about whatever there is.
  @Nullable Step step();

  /// Send the command again, or begin again with what was given up.
  record Retry(
      @NotBlank @Size(max = 100) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String who,
      @NotBlank @Size(max = 500) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String reason)
      implements Action {

    @Override
    public SagaInput input() {
      return new SagaInput.OperatorRetried(by(who, reason));
    }

    @Override
    public @Nullable Step step() {
      return null;
    }
  }

  /// Go on without the answer to this step.
  ///
  /// @param step named, so that a request that is sent twice does not skip the next one as well
  record Skip(
      @NotBlank @Size(max = 100) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String who,
      @NotBlank @Size(max = 500) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String reason,
      @NotNull @Nullable Step step)
      implements Action {

    @Override
    public SagaInput input() {
      return new SagaInput.OperatorSkipped(by(who, reason));
    }
  }

  /// End the order like this.
  record Resolve(
      @NotBlank @Size(max = 100) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String who,
      @NotBlank @Size(max = 500) @Pattern(regexp = NO_CONTROL, message = ONE_LINE)
          @Nullable String reason,
      @NotNull @Nullable Outcome outcome)
      implements Action {

    @Override
    public SagaInput input() {
      return new SagaInput.OperatorResolved(by(who, reason), requireNonNull(outcome));
    }

    @Override
    public @Nullable Step step() {
      return null;
    }
  }

  private static Operator by(@Nullable String who, @Nullable String reason) {
    return new Operator(requireNonNull(who).strip(), requireNonNull(reason).strip());
  }
}
