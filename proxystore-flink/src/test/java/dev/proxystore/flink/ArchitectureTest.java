package dev.proxystore.flink;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.Public;
import org.apache.flink.annotation.PublicEvolving;

/** What the module may lean on. */
@AnalyzeClasses(packages = "dev.proxystore.flink", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** Not Flink's public API, and yet the only way to what is said beside it. */
  private static final Set<String> NOT_PUBLIC_YET_NEEDED =
      Set.of(
          // operators that work in the background and keep their records in state
          "OneInputStreamOperatorFactory",
          "StreamRecord",
          "StreamConfig",
          "StreamingRuntimeContext",
          "TimestampedCollector",
          // and, on a keyed stream, in the state of their keys
          "KeyedStateBackend",
          "KeyedStateFunction",
          "VoidNamespace",
          "VoidNamespaceSerializer",
          // what background threads count
          "ThreadSafeSimpleCounter",
          "DescriptiveStatisticsHistogram",
          // what a job has on a TaskManager
          "StreamTask",
          "Environment",
          // and how its cluster is configured
          "TaskManagerRuntimeInfo",
          // what puts objects learns which checkpoint it began with, and whether one is a savepoint
          "StateInitializationContext",
          "StateSnapshotContext",
          "CheckpointOptions",
          "CheckpointStreamFactory",
          "OperatorSnapshotFutures",
          "SnapshotType",
          "SavepointType",
          "OperatorID",
          // and where that will lie
          "CheckpointStorageLocationReference",
          "AbstractFsCheckpointStorageAccess",
          // state and values in the form of Flink's own serializers
          "TupleSerializer",
          "LongSerializer",
          "IntSerializer",
          "StringSerializer",
          "DataInputDeserializer",
          "DataOutputSerializer",
          // functions inside functions, and closing several things
          "FunctionUtils",
          "IOUtils");

  @ArchTest
  static final ArchRule itKnowsTheCoreAndNoConnector =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.proxystore.redis..",
                  "dev.proxystore.hazelcast..",
                  "dev.proxystore.connector.local..",
                  "dev.proxystore.connector.file..",
                  "dev.proxystore.internal.."));

  @ArchTest
  static final ArchRule itDependsOnTheCoreAndFlinkOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.proxystore..",
                  "org.apache.flink..",
                  "java..",
                  "org.jspecify..",
                  "org.slf4j.."));

  @ArchTest
  static final ArchRule beyondFlinksPublicApiItUsesWhatIsListedHere =
      noClasses().should().dependOnClassesThat(areInternalToFlinkAndNotListed());

  @ArchTest
  static final ArchRule whatUsersTouchIsMarked =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .should()
          .beAnnotatedWith(PublicEvolving.class)
          .orShould()
          .beAnnotatedWith(Internal.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.proxystore.flink.(*)..").should().beFreeOfCycles();

  private static DescribedPredicate<JavaClass> areInternalToFlinkAndNotListed() {
    return resideInAPackage("org.apache.flink..")
        .and(
            DescribedPredicate.describe(
                "are neither public nor listed",
                type ->
                    !isPublicApi(outermost(type))
                        && !NOT_PUBLIC_YET_NEEDED.contains(outermost(type).getSimpleName())));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return element.getEnclosingClass().map(ArchitectureTest::outermost).orElse(element);
  }

  private static boolean isPublicApi(JavaClass type) {
    return type.isAnnotatedWith(Public.class)
        || type.isAnnotatedWith(PublicEvolving.class)
        || type.isAnnotatedWith(Experimental.class)
        || type.isAnnotation();
  }
}
