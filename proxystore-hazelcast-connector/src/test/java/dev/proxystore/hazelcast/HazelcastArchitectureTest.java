package dev.proxystore.hazelcast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the connector may know of. */
@AnalyzeClasses(
    packages = "dev.proxystore.hazelcast",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class HazelcastArchitectureTest {

  @ArchTest
  static final ArchRule dependsOnTheServiceInterfacesOfTheCoreAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "com.hazelcast..",
              "dev.proxystore",
              "dev.proxystore.connector",
              "dev.proxystore.serialize",
              "dev.proxystore.stream.event",
              "dev.proxystore.hazelcast..");

  @ArchTest
  static final ArchRule leavesTheInternalsOfHazelcastAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages("com.hazelcast..impl..", "com.hazelcast.internal..");

  @ArchTest
  static final ArchRule hasNoCycles =
      slices().matching("dev.proxystore.(**)").should().beFreeOfCycles();
}
