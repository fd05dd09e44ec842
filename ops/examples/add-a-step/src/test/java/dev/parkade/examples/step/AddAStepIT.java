package dev.parkade.examples.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The example fits the sources as they are now, and its page says the truth about what the
/// compiler catches and what only a test catches: each piece is left out once.
class AddAStepIT {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @BeforeAll
  static void theExampleIsNotAppliedToTheRepositoryItself() {
    assumeThat(Files.exists(Sources.ROOT.resolve(Example.SHIPPING).resolve("pom.xml")))
        .as("this work tree has the step already: its own tests are the ones that count")
        .isFalse();
  }

  @Test
  void theMessagesAreNamedSampledAndDocumented() {
    passes(
        Example.whole()
            .testApart(
                Example.MESSAGES,
                List.of(
                    "dev.parkade.messages.wire.GoldenSamplesTest",
                    "dev.parkade.messages.asyncapi.AsyncApiTest")));
  }

  @Test
  void bothVersionsOfTheSagaAreDefinedForEveryPair() {
    passes(
        Example.whole()
            .test(
                Example.ORDERS,
                List.of(
                    "dev.parkade.order.saga.EveryPairTest",
                    "dev.parkade.order.saga.TransitionsTest",
                    "dev.parkade.order.saga.LateSuccessTest",
                    "dev.parkade.order.saga.TimeLimitTransitionsTest",
                    "dev.parkade.order.saga.OperatorTransitionsTest",
                    "dev.parkade.order.saga.ShippingTransitionsTest",
                    "dev.parkade.order.saga.VersionsTest",
                    "dev.parkade.order.execution.ShippingWiringTest",
                    "dev.parkade.order.execution.HistoryTellsEverythingTest")));
  }

  @Test
  void theParticipantDecidesOncePerOrder() {
    passes(
        Example.whole()
            .test(Example.SHIPPING, List.of("dev.parkade.shipping.shipments.RulesTest")));
  }

  @Test
  void theParticipantAnswersOverARealBroker() {
    passes(
        Example.whole()
            .testApart(Example.SHIPPING, List.of("dev.parkade.shipping.shipments.ShippingIT")));
  }

  @ParameterizedTest
  @MethodSource("dev.parkade.examples.step.Caught#byTheCompiler")
  void theCompilerCatches(Caught.ByCompiler caught) {
    Build build = Example.without(caught.piece());

    List<Build.Error> errors = build.compilePackagesOf(caught.piece().files());

    assertThat(errors)
        .anySatisfy(
            error -> {
              assertThat(error.file()).isEqualTo(caught.file());
              assertThat(error.message()).contains(caught.message());
            });
  }

  @ParameterizedTest
  @MethodSource("dev.parkade.examples.step.Caught#byATest")
  void onlyATestCatches(Caught.ByTest caught) {
    Build build = Example.without(caught.piece());

    assertThat(build.compilePackagesOf(caught.piece().files())).isEmpty();
    Build.Result result =
        caught.apart()
            ? build.testApart(caught.part(), List.of(caught.selected()))
            : build.test(caught.part(), List.of(caught.testClass()));

    assertThat(result.failed()).as(result.output()).contains(caught.test());
  }

  @Test
  void thePageSaysWhatIsProvenHere() {
    String page = Sources.read(Sources.EXAMPLE.resolve("README.md"));

    assertThat(page.lines())
        .containsAll(Caught.byTheCompiler().stream().map(Caught::row).toList())
        .containsAll(Caught.byATest().stream().map(Caught::row).toList());
  }

  @Test
  void theLinksOfThePageLeadSomewhere() {
    Path page = Sources.EXAMPLE.resolve("README.md");

    List<String> links = links(Sources.read(page));

    assertThat(links)
        .hasSizeGreaterThan(10)
        .allSatisfy(link -> assertThat(Files.exists(page.resolveSibling(link))).as(link).isTrue());
  }

  private static List<String> links(String page) {
    Matcher links = LINK.matcher(page);
    return Stream.generate(() -> links.find() ? links.group(1) : "")
        .takeWhile(link -> !link.isEmpty())
        .toList();
  }

  private static void passes(Build.Result result) {
    assertThat(result.failed()).as("%s\n%s", Sources.HOW_TO_REFRESH, result.output()).isEmpty();
    assertThat(result.passed()).as(result.output()).isGreaterThan(2);
  }
}
