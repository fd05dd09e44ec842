package dev.parkade.payment.parking;

import dev.parkade.payment.scenario.World;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands one running [World] to all tests of a class. Not to several classes: worlds share
/// their topics, so two services would park the same commands. It tries again soon and often
/// enough to be watched, and a dead letter blocks nobody.
final class SharedGate implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedGate.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(World.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return ofClass(context)
        .getStore(NAMESPACE)
        .computeIfAbsent(World.class, key -> started(), World.class);
  }

  private static ExtensionContext ofClass(ExtensionContext context) {
    return context.getTestMethod().isPresent()
        ? ofClass(context.getParent().orElseThrow())
        : context;
  }

  private static World started() {
    return new World()
        .start(
            "--parkade.parking.retry.initial=100ms",
            "--parkade.parking.retry.max-attempts=4",
            "--parkade.parking.after-dead-letter=continue");
  }
}
