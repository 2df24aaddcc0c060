package io.gossamer.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md, and what may not be used where. */
@AnalyzeClasses(packages = "io.gossamer", importOptions = ImportOption.DoNotIncludeTests.class)
class RulesTest {
  @ArchTest
  static final ArchRule MODULES_POINT_ONE_WAY = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .layer("ops").definedBy("io.gossamer.ops..")
      .layer("masks").definedBy("io.gossamer.masks..")
      .layer("worker").definedBy("io.gossamer.worker..")
      .layer("driver").definedBy("io.gossamer.driver..")
      .layer("jobs").definedBy("io.gossamer.jobs..")
      .whereLayer("jobs").mayNotBeAccessedByAnyLayer()
      .whereLayer("driver").mayOnlyBeAccessedByLayers("jobs")
      .whereLayer("worker").mayOnlyBeAccessedByLayers("driver", "jobs")
      .whereLayer("masks").mayOnlyBeAccessedByLayers("worker", "driver", "jobs");

  @ArchTest
  static final ArchRule NO_SPARK_BELOW_THE_DRIVER = noClasses()
      .that().resideInAnyPackage("io.gossamer.ops..", "io.gossamer.masks..", "io.gossamer.worker..")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

  @ArchTest
  static final ArchRule SPARK_ML_ONLY_WHERE_ROWS_ARE_READ = noClasses()
      .that().resideOutsideOfPackages("io.gossamer.driver.data..", "io.gossamer.driver.ml..")
      .should().dependOnClassesThat().resideInAPackage("org.apache.spark.ml..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.gossamer.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule VECTORS_STAY_BEHIND_THE_KERNELS = noClasses()
      .that().resideOutsideOfPackage("io.gossamer.ops.kernel")
      .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule EVERY_DRAW_HAS_A_NAMED_SEED = noClasses()
      .should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.SplittableRandom")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
      .orShould().callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule FILES_ARE_DATA_NOT_CODE = noClasses()
      .should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
      .that().resideOutsideOfPackage("io.gossamer.jobs..")
      .should().accessField(System.class, "out")
      .orShould().accessField(System.class, "err");

  @ArchTest
  static final ArchRule SETTINGS_ARE_RECORDS = classes()
      .that().haveSimpleNameEndingWith("Settings").should().beRecords();
}
