package dev.parkade.e2e;

import dev.parkade.local.FreePort;
import dev.parkade.local.Part;
import dev.parkade.local.Ports;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Where systems under test listen. Two JVMs that look for a place at the same moment never choose
/// the same port, nor one that somebody else gives to a single server: a system takes its ports one
/// by one over half a minute, and until then they look free to everybody.
public final class PortOffsets {
  /// Numbers the JVMs of a build that run at the same time, from one.
  private static final int FORK = Integer.getInteger("parkade.e2e.fork", 1);

  /// At most so many of them.
  private static final int FORKS = 4;

  /// No two ports of a system are a multiple of this apart, so systems whose offsets are do not
  /// meet: none is on 8080 where another one is on 9080.
  static final int STEP = 29;

  private static final int LOWEST = 35 * STEP;

  /// All ports stay below 15000, from where on [FreePort] picks.
  private static final int CHOICES = 42;

  private PortOffsets() {}

  /// An offset at which nobody listens on any port of the system.
  public static int pick() {
    var random = RandomGenerator.getDefault();
    return Stream.generate(() -> LOWEST + STEP * (random.nextInt(CHOICES) * FORKS + FORK % FORKS))
        .limit(500)
        .filter(it -> ports(new Ports(it)).allMatch(FreePort::isFree))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free ports: stop another system"));
  }

  static Stream<Integer> ports(Ports ports) {
    var outer = Stream.of(Part.values()).map(ports::of);
    var inner = Stream.of(Part.values()).filter(it -> it != Part.POSTGRES).map(ports::inner);
    return Stream.concat(outer, inner);
  }
}
