package dev.parkade.cli;

import dev.parkade.cli.terminal.Home;
import dev.parkade.cli.terminal.Terminal;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/// Makes commands, and hands a [Terminal] and a [Home] to those whose constructor asks for them.
final class CommandFactory implements IFactory {
  private final List<Object> shared;

  CommandFactory(Terminal terminal, Home home) {
    this.shared = List.of(terminal, home);
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
