package dev.parkade.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Everything that is random in a schedule comes from here, and with it from the seed.
final class Chance {

  private final SplittableRandom random;

  Chance(long seed) {
    // neighbouring seeds must not give neighbouring schedules
    random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
  }

  RandomGenerator generator() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  boolean perMille(int share) {
    return share > 0 && random.nextInt(1000) < share;
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T of(T... all) {
    return all[random.nextInt(all.length)];
  }

  Duration upTo(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }
}
