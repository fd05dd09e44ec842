package dev.parkade.cli.dlq.options;

import dev.parkade.messages.deadletter.DeadLetterReason;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/// The reasons that services give. A dead letter may say another one, so others are taken as well.
final class Reasons implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.of(DeadLetterReason.values()).map(Enum::name).iterator();
  }

  /// A known reason however it is written, such as `customer-never-arrived`; else as it is.
  static String known(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(DeadLetterReason.values())
        .map(Enum::name)
        .filter(name::equals)
        .findFirst()
        .orElse(text);
  }
}
