package dev.parkade.examples.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/// The example as a whole: applied to the sources as they are now, compiled, its AsyncAPI document
/// written. Once per JVM.
final class Example {

  static final Path MESSAGES = Path.of("common-events/messages");
  static final Path ORDERS = Path.of("order-orchestrator");
  static final Path SHIPPING = Path.of("shipping-service");

  private static final Path HOME = Path.of("target", "example").toAbsolutePath();

  private Example() {}

  /// The whole example, built.
  ///
  /// @throws AssertionError if it does not fit the sources any more
  static Build whole() {
    return Whole.BUILD;
  }

  /// The example without a piece: a copy, not compiled yet.
  static Build without(LeftOut piece) {
    Path home = HOME.resolve(piece.name());
    Sources.delete(home);
    Build whole = whole();
    Sources.copy(whole.tree(), home.resolve("tree"));
    piece.leaveOut(home.resolve("tree"));
    return new Build(
        home.resolve("tree"), List.of(home.resolve("classes"), whole.classes().getFirst()));
  }

  private static final class Whole {

    private static final Build BUILD = build();

    private static Build build() {
      Path home = HOME.resolve("whole");
      Sources.delete(home);
      Path tree = home.resolve("tree");
      Sources.copyChanged(tree);
      var build = new Build(tree, List.of(home.resolve("classes")));
      assertThat(build.compileAll())
          .as("the example does not compile any more. %s", Sources.HOW_TO_REFRESH)
          .isEmpty();
      // as the page says: generated files are written by the test that compares them
      Build.Result written =
          build.testApart(
              MESSAGES,
              List.of("dev.parkade.messages.asyncapi.AsyncApiTest"),
              "-Dcontracts.write=");
      assertThat(written.failed()).as(written.output()).isEmpty();
      return build;
    }
  }
}
