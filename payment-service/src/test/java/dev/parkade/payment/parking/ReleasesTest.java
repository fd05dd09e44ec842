package dev.parkade.payment.parking;

import static dev.parkade.payment.parking.Commands.ADA;
import static dev.parkade.payment.parking.Commands.BOB;
import static dev.parkade.payment.parking.Commands.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasesTest {

  private final Commands given = new Commands();
  private final Releases releases = new Releases();

  @Test
  void nobodyGoesBeforeTheCustomerIsKnown() {
    given.parked(given.charge(ADA));

    releases.refresh(given.partition(), ADA);

    assertThat(releases.slices(10, 10)).isEmpty();
  }

  @Test
  void customersTakeTurnsInSlices() {
    List<Parked> ofAda =
        List.of(
            given.parked(given.charge(ADA)),
            given.parked(given.charge(ADA)),
            given.parked(given.charge(ADA)));
    List<Parked> ofBob = List.of(given.parked(given.charge(BOB)));
    given.knows(ADA);
    given.knows(BOB);
    releases.refresh(given.partition(), ADA);
    releases.refresh(given.partition(), BOB);

    List<Slice> first = releases.slices(2, 2);
    assertThat(settle(first)).hasSize(2);
    List<Slice> second = releases.slices(2, 2);

    assertThat(first).extracting(Slice::entries).containsExactly(ofAda.subList(0, 2));
    assertThat(second).extracting(Slice::entries).containsExactly(ofBob, ofAda.subList(2, 3));
  }

  @Test
  void fiftyThousandWaitingPaymentsOfOneCustomerDelayAnotherByOneSliceOnly() {
    List<Parked> ofAda = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      ofAda.add(given.parked(given.charge(ADA)));
    }
    given.knows(ADA);
    releases.refresh(given.partition(), ADA);
    List<Parked> released = new ArrayList<>(settle(releases.slices(100, 100)));
    Parked ofBob = given.parked(given.charge(BOB));
    given.knows(BOB);
    releases.refresh(given.partition(), BOB);

    released.addAll(settle(releases.slices(100, 100)));
    released.addAll(settle(releases.slices(100, 100)));
    assertThat(released.indexOf(ofBob)).isEqualTo(200);
    while (!releases.isEmpty()) {
      released.addAll(settle(releases.slices(100, 100)));
    }

    released.remove(ofBob);
    assertThat(released).isEqualTo(ofAda);
  }

  @Test
  void goesInTheOrderOfTheOriginWhateverTheOrderOfParking() {
    Command first = given.charge(ADA);
    Command second = given.charge(ADA);
    Parked late = given.parked(second);
    Parked early = given.parked(first);
    given.knows(ADA);

    releases.refresh(given.partition(), ADA);

    assertThat(releases.slices(10, 10).getFirst().entries()).containsExactly(early, late);
  }

  @Test
  void aSecondAttemptWaitsForItsTimeAndHoldsBackWhatIsBehindIt() {
    Parked head = given.parked(given.charge(ADA), WaitReason.PROVIDER_UNAVAILABLE, 1);
    Parked next = given.parked(given.charge(ADA), WaitReason.EARLIER_COMMANDS, 0);
    given.knows(ADA);
    given.partition().waiting().queue(ADA).waitUntil(NOON.plusSeconds(5));
    releases.refresh(given.partition(), ADA);

    releases.makeReady(NOON.plusSeconds(4));
    assertThat(releases.slices(10, 10)).isEmpty();
    releases.makeReady(NOON.plus(Duration.ofSeconds(5)));

    assertThat(releases.slices(10, 10).getFirst().entries()).containsExactly(head, next);
  }

  @Test
  void nobodyPassesADeadLetterThatBlocksAndWhatStandsBeforeItGoes() {
    Parked early = given.parked(given.charge(ADA));
    Parked dead = given.parked(given.charge(ADA), WaitReason.DEAD_LETTERED, 3);
    Parked behind = given.parked(given.charge(ADA), WaitReason.EARLIER_DEAD_LETTER, 0);
    Parked ofBob = given.parked(given.charge(BOB));
    given.knows(ADA);
    given.knows(BOB);
    releases.refresh(given.partition(), ADA);
    releases.refresh(given.partition(), BOB);

    List<Slice> first = releases.slices(10, 10);
    settle(first);
    assertThat(first).extracting(Slice::entries).containsExactly(List.of(early), List.of(ofBob));
    assertThat(releases.slices(10, 10)).isEmpty();

    given.partition().waiting().remove(dead.id());
    releases.refresh(given.partition(), ADA);

    assertThat(releases.slices(10, 10)).extracting(Slice::entries).containsExactly(List.of(behind));
  }

  @Test
  void waitsForWhatStandsUnreadBeforeIt() {
    Command unread = given.charge(ADA);
    Parked leftByACrash = given.parked(given.charge(ADA));
    given.knows(ADA);
    given.partition().commandsRead(unread.record().offset());

    releases.refresh(given.partition(), ADA);
    assertThat(releases.slices(10, 10)).isEmpty();
    Parked first = given.parked(unread);
    given.partition().commandsRead(leftByACrash.place().originOffset());
    releases.makeReady(NOON);

    assertThat(releases.slices(10, 10).getFirst().entries()).containsExactly(first, leftByACrash);
  }

  @Test
  void forgetsAPartitionThatIsLost() {
    given.parked(given.charge(ADA));
    given.knows(ADA);
    releases.refresh(given.partition(), ADA);

    releases.drop(given.partition());

    assertThat(releases.slices(10, 10)).isEmpty();
  }

  private List<Parked> settle(List<Slice> slices) {
    List<Parked> entries = slices.stream().flatMap(s -> s.entries().stream()).toList();
    entries.forEach(entry -> given.partition().waiting().remove(entry.id()));
    releases.served(slices);
    return entries;
  }
}
