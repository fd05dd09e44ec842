package dev.parkade.local;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Where the parts listen on 127.0.0.1: the well-known ports, all shifted by the same offset.
public record Ports(int offset) {
  private static final int HIGHEST_OFFSET = 65_535 - 9_093;

  /// @throws IllegalArgumentException when a port would leave the range
  public Ports {
    if (offset < 0 || offset > HIGHEST_OFFSET) {
      throw new IllegalArgumentException(
          "port offset " + offset + " is not between 0 and " + HIGHEST_OFFSET);
    }
  }

  /// The port for clients of this part.
  public int of(Part part) {
    return part.port() + offset;
  }

  /// The management port of a service, or the controller's port of the broker.
  ///
  /// @throws IllegalStateException for a part that has no such port
  public int inner(Part part) {
    return part.innerPort()
            .orElseThrow(() -> new IllegalStateException(part + " has one port only"))
        + offset;
  }

  /// Ports further up of which none is taken now.
  ///
  /// @throws IllegalStateException when there are none within the range
  public Ports nextFree() {
    return IntStream.iterate(offset + 100, it -> it <= HIGHEST_OFFSET, it -> it + 100)
        .mapToObj(Ports::new)
        .filter(it -> it.taken(List.of(Part.values())).isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free ports above offset " + offset));
  }

  /// Which of the ports that these parts need are taken, and by whom they are needed.
  Map<Integer, Part> taken(Collection<Part> parts) {
    var taken = new LinkedHashMap<Integer, Part>();
    for (var part : parts) {
      if (!FreePort.isFree(of(part))) {
        taken.put(of(part), part);
      }
      if (part.innerPort().isPresent() && !FreePort.isFree(inner(part))) {
        taken.put(inner(part), part);
      }
    }
    return taken;
  }
}
