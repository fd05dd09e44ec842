package dev.parkade.order;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.parkade.testkit.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.parkade.order", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule theSagaIsPure =
      noClasses()
          .that()
          .resideInAPackage("dev.parkade.order.saga")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "jakarta..",
              "java.sql..",
              "tools.jackson..",
              "dev.parkade.runtime..",
              "dev.parkade.order.storage..",
              "dev.parkade.order.execution..")
          .because("what follows from what is decided without a clock, a database or a broker");
}
