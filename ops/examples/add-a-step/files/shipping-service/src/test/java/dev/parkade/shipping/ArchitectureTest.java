package dev.parkade.shipping;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.parkade.testkit.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.parkade.shipping", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchTests house = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule itSpeaksItsOwnLanguageOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.parkade.messages.customer..",
              "dev.parkade.messages.payment..",
              "dev.parkade.messages.inventory..",
              "dev.parkade.messages.order..")
          .because("a service knows its own messages and what it answers with");
}
