package dev.parkade.e2e.compose;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// See [OnCompose].
final class ComposeExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace HERE = Namespace.create(ComposeExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> obstacle =
        store(context).computeIfAbsent("obstacle", _ -> Docker.obstacle(), Optional.class);
    return obstacle
        .map(
            it ->
                ConditionEvaluationResult.disabled(
                    "SKIPPED, the system in containers was not tested: " + it))
        .orElseGet(() -> ConditionEvaluationResult.enabled("Docker answers"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ComposeSystem.class;
  }

  @Override
  public ComposeSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent("system", _ -> new SharedSystem(), SharedSystem.class)
        .get();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getRoot().getStore(HERE);
  }

  /// The system, or why there is none: who comes later must not try for minutes once more.
  private static final class SharedSystem implements AutoCloseable {
    private final ComposeSystem system = new ComposeSystem();
    private @Nullable RuntimeException failure;
    private boolean up;

    synchronized ComposeSystem get() {
      if (failure != null) {
        throw new IllegalStateException("the system did not come up before", failure);
      }
      if (!up) {
        try {
          system.start();
          up = true;
        } catch (RuntimeException failed) {
          failure = failed;
          throw failed;
        }
      }
      return system;
    }

    @Override
    public void close() {
      system.remove();
    }
  }
}
