package dev.parkade.payment.parking;

import static dev.parkade.payment.scenario.World.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parkade.messages.payment.ParkedHeaders;
import dev.parkade.payment.parking.Story.Payer;
import dev.parkade.payment.scenario.World;
import dev.parkade.provider.Behaviour.Mode;
import dev.parkade.provider.Charge.Status;
import dev.parkade.provider.ProviderSimulator;
import dev.parkade.testkit.time.TestClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Charges and refunds in every order in which they can arrive, as in [EveryArrivalIT], while the
/// provider takes the money and nobody hears of it. At every moment it can be heard again, and its
/// time to be asked has come. A refund needs neither: nobody keeps the money.
class UnheardProviderIT {

  private final ProviderSimulator alpha = ProviderSimulator.start("alpha", 0);
  private final ProviderSimulator beta = ProviderSimulator.start("beta", 0);
  private final TestClock clock = TestClock.atNoon();
  private final World world = new World().at(clock);
  private final Play play = new Play(world, alpha, clock).with(Payer.UNHEARD);

  @AfterEach
  void close() {
    world.close();
    alpha.close();
    beta.close();
  }

  @Test
  void whatWasTakenUnheardIsGivenBackInOnePoll() {
    start(List.of(alpha));

    play.inOnePoll();

    compare();
  }

  @Test
  void whatWasTakenUnheardIsGivenBackInSeparatePolls() {
    start(List.of(alpha));

    play.inSeparatePolls();

    compare();
  }

  @Test
  void whatWasTakenUnheardIsGivenBackAndNotTakenFromAnotherProviderToo() {
    start(List.of(alpha, beta));

    play.inSeparatePolls();

    compare();
    assertThat(beta.charges()).noneMatch(charge -> charge.status() == Status.TAKEN);
  }

  private void start(List<ProviderSimulator> providers) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--parkade.payment.provider.kind=http",
                "--parkade.parking.retry.initial=1h",
                "--parkade.parking.retry.max=1h",
                // only that: not a busy machine on which even connecting takes its time
                "--parkade.payment.provider.connect-timeout=20s",
                "--parkade.payment.gateway.time-limit=30s",
                "--parkade.payment.gateway.concurrent-calls=16",
                "--parkade.payment.gateway.breaker-window=100000",
                "--parkade.payment.gateway.breaker-minimum-calls=100000"));
    for (int i = 0; i < providers.size(); i++) {
      String provider = "--parkade.payment.provider.http[" + i + "]";
      settings.add(provider + ".name=" + (i == 0 ? "alpha" : "beta"));
      settings.add(provider + ".url=" + providers.get(i).uri());
    }
    world.start(settings.toArray(String[]::new));
  }

  private void compare() {
    Found found = new Found(world, play.stories());
    found.assertBooks(alpha);
    found.assertStatusesAndAnswers();
    assertItReallyHappened(found);
  }

  private void assertItReallyHappened(Found found) {
    long unheard =
        play.stories().stream()
            .filter(story -> !story.outcome(story.opening()).waited().isEmpty())
            .count();
    assertThat(alpha.happened(Mode.TAKES_AND_CUTS)).isGreaterThanOrEqualTo((int) unheard);
    assertThat(
            world.parkedRecords().stream()
                .filter(record -> record.value() != null)
                .filter(r -> header(r, ParkedHeaders.REASON).equals("PROVIDER_AMBIGUOUS")))
        .isNotEmpty();
    assertThat(found.words())
        .containsExactlyInAnyOrder("charged", "returned", "nothing", "ALREADY_VOIDED");
    assertThat(found.answeredAgain()).isPositive();
  }
}
