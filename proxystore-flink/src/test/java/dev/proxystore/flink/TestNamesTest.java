package dev.proxystore.flink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.proxystore.flink.testutils.ProxySinkSuite;
import dev.proxystore.flink.testutils.ProxySourceSuite;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the name of a test says of it. */
@AnalyzeClasses(packages = "dev.proxystore.flink", importOptions = OnlyIncludeTests.class)
class TestNamesTest {

  @ArchTest
  static final ArchRule anITCaseRunsOnAMiniCluster =
      classes()
          .that()
          .haveSimpleNameEndingWith("ITCase")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(MiniClusterExtension.class)
          .orShould()
          .beAssignableTo(ProxySourceSuite.class)
          .orShould()
          .beAssignableTo(ProxySinkSuite.class);

  @ArchTest
  static final ArchRule aMiniClusterIsStartedOnceForAnITCase =
      fields()
          .that()
          .haveRawType(MiniClusterExtension.class)
          .should()
          .beStatic()
          .andShould()
          .beFinal()
          .andShould()
          .beAnnotatedWith(RegisterExtension.class)
          .andShould()
          .beDeclaredInClassesThat()
          .haveSimpleNameEndingWith("ITCase");
}
