package dev.parkade.order.intake;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Forgets answers that nobody will ask for again.
@Component
class AnswerPruning {

  private final Answers answers;
  private final Duration kept;
  private final Clock clock;

  AnswerPruning(Answers answers, @Value("${parkade.intake.keep-keys}") Duration kept, Clock clock) {
    this.answers = answers;
    this.kept = kept;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "1h", initialDelayString = "1m")
  void prune() {
    answers.forget(clock.instant().minus(kept));
  }
}
