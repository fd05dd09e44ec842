package dev.parkade.cli;

import dev.parkade.cli.terminal.CommandRunner;
import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Interruption;
import dev.parkade.cli.terminal.Terminal;
import java.lang.reflect.Constructor;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Makes commands, and hands those whose constructor asks for them what all commands share: the
/// [Terminal], the [Home], the [Interruption], the clock and the [CommandRunner].
final class CommandFactory implements IFactory {
  private final List<Object> shared;

  CommandFactory(
      Terminal terminal,
      Home home,
      Interruption interruption,
      Clock clock,
      CommandRunner commands) {
    this.shared = List.of(terminal, home, interruption, clock, commands);
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    var constructors = type.getDeclaredConstructors();
    if (constructors.length == 1 && constructors[0].getParameterCount() > 0) {
      return type.cast(create(constructors[0]));
    }
    return CommandLine.defaultFactory().create(type);
  }

  private Object create(Constructor<?> constructor) throws ReflectiveOperationException {
    constructor.setAccessible(true);
    return constructor.newInstance(
        Arrays.stream(constructor.getParameterTypes()).map(this::argument).toArray());
  }

  private Object argument(Class<?> type) {
    Optional<Object> known = shared.stream().filter(type::isInstance).findFirst();
    return known.orElseThrow(() -> new IllegalArgumentException("no " + type + " for a command"));
  }
}
