package dev.proxystore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of the core, and what its code does without. */
@AnalyzeClasses(packages = "dev.proxystore", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule noPackagesDependOnEachOther =
      slices().matching("dev.proxystore.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule arrowsPointFromStreamsToStoresToProxies =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.proxystore..")
          .layer("root")
          .definedBy("dev.proxystore")
          .layer("proxy")
          .definedBy("dev.proxystore.proxy")
          .layer("serialize")
          .definedBy("dev.proxystore.serialize")
          .layer("connector")
          .definedBy("dev.proxystore.connector")
          .layer("connectors")
          .definedBy("dev.proxystore.connector.*")
          .layer("store")
          .definedBy("dev.proxystore.store..")
          .layer("internal")
          .definedBy("dev.proxystore.internal")
          .layer("events")
          .definedBy("dev.proxystore.stream.event")
          .layer("brokers")
          .definedBy("dev.proxystore.stream.local")
          .layer("stream")
          .definedBy("dev.proxystore.stream")
          .whereLayer("root")
          .mayNotAccessAnyLayer()
          .whereLayer("proxy")
          .mayOnlyAccessLayers("root")
          .whereLayer("serialize")
          .mayOnlyAccessLayers("root", "internal", "proxy")
          .whereLayer("connector")
          .mayOnlyAccessLayers("root", "internal", "serialize")
          .whereLayer("connectors")
          .mayOnlyAccessLayers("root", "internal", "serialize", "connector")
          .whereLayer("store")
          .mayOnlyAccessLayers("root", "internal", "proxy", "serialize", "connector")
          .whereLayer("internal")
          .mayNotAccessAnyLayer()
          .whereLayer("events")
          .mayOnlyAccessLayers("root", "internal", "proxy", "connector", "store")
          .whereLayer("brokers")
          .mayOnlyAccessLayers("root", "connector", "events")
          .whereLayer("stream")
          .mayOnlyAccessLayers("root", "proxy", "serialize", "connector", "store", "events");

  @ArchTest
  static final ArchRule publicClassesAreFinalUnlessTheyAreErrors =
      classes()
          .that()
          .arePublic()
          .and()
          .areNotInterfaces()
          .and()
          .areNotAssignableTo(ProxyStoreException.class)
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule errorsHaveOneRoot =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .beAssignableTo(ProxyStoreException.class);

  @ArchTest
  static final ArchRule kryoStaysWhereObjectsAreWritten =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.proxystore.serialize", "dev.proxystore.proxy")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.esotericsoftware..");

  @ArchTest static final ArchRule nothingIsPrinted = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule logsGoThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
