package dev.proxystore.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.proxystore", importOptions = DoNotIncludeTests.class)
final class RedisArchitectureTest {

  @ArchTest
  static final ArchRule theModuleSeesTheInterfacesForConnectorsAndBrokersOnly =
      classes()
          .that()
          .resideInAPackage("dev.proxystore.redis..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.proxystore",
              "dev.proxystore.connector",
              "dev.proxystore.serialize",
              "dev.proxystore.stream.event",
              "dev.proxystore.redis..",
              "redis.clients.jedis..",
              "org.apache.commons.pool2..",
              "org.jspecify.annotations",
              "java..",
              "javax.net.ssl");

  @ArchTest
  static final ArchRule onlyTheFrontDoorIsPublic =
      classes()
          .that()
          .resideInAPackage("dev.proxystore.redis")
          .and()
          .arePublic()
          .should()
          .haveNameMatching(
              ".*\\.Redis(Connector|ConnectorProvider|Options|BrokerProvider|BrokerOptions)");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.proxystore.(**)").should().beFreeOfCycles();
}
