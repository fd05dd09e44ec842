package dev.parkade.deadletters;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.parkade.testkit.architecture.HouseRules;

@AnalyzeClasses(packages = "dev.parkade.deadletters", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  // not the one about listeners: those of a library are called by whoever uses it
  @ArchTest static final ArchRule time = HouseRules.timeAndIdsAreInjected;
  @ArchTest static final ArchRule sends = HouseRules.nothingIsSentPastTheOutbox;
  @ArchTest static final ArchRule nulls = HouseRules.everyPackageIsNullMarked;
  @ArchTest static final ArchRule cycles = HouseRules.packagesHaveNoCycles;
  @ArchTest static final ArchRule prints = HouseRules.nothingIsPrinted;
  @ArchTest static final ArchRule logs = HouseRules.oneLoggingApi;

  @ArchTest
  static final ArchRule itIsNeitherAServiceNorACommand =
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "picocli..", "dev.parkade.runtime..")
          .because("command line, services and tests use the same engine");
}
