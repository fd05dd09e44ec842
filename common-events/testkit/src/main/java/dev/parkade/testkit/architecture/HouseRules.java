package dev.parkade.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;

/// The house rules as code. A module applies them with one line:
///
/// ```java
/// @AnalyzeClasses(packages = "dev.parkade.payment", importOptions = DoNotIncludeTests.class)
/// class ArchitectureTest {
///   @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);
/// }
/// ```
public final class HouseRules {

  @ArchTest
  public static final ArchRule timeAndIdsAreInjected =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .because("tests move time and foresee ids: inject java.time.Clock and Ids");

  @ArchTest
  public static final ArchRule nothingIsSentPastTheOutbox =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.parkade.runtime.relay..",
              "dev.parkade.runtime.deadletter..",
              "dev.parkade.deadletters.ledger..",
              "dev.parkade.payment.parking..")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "a Kafka producer's send",
                  call ->
                      call.getTarget().getName().startsWith("send")
                          && (call.getTargetOwner()
                                  .getName()
                                  .startsWith("org.springframework.kafka.core")
                              || call.getTargetOwner()
                                  .getName()
                                  .startsWith("org.apache.kafka.clients.producer"))))
          .because("a message and its business change are one transaction (transactional outbox)");

  @ArchTest
  public static final ArchRule entryPointsAndWiringAreNotPublic =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Controller")
          .or()
          .haveSimpleNameEndingWith("Listener")
          .or()
          .haveSimpleNameEndingWith("Configuration")
          .should()
          .bePublic()
          .because("nobody calls them but the framework");

  @ArchTest
  public static final ArchRule everyPackageIsNullMarked =
      classes()
          .should(resideInANullMarkedPackage())
          .because("nullness is checked by the compiler, package by package");

  @ArchTest
  public static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.parkade.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  public static final ArchRule nothingIsInjectedIntoFields = NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest
  public static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest public static final ArchRule oneLoggingApi = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  private HouseRules() {}

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package with @NullMarked in its package-info") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type,
                marked,
                type.getPackageName() + " is not @NullMarked (" + type.getName() + ")"));
      }
    };
  }
}
