package io.gossamer.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, and what may not be used where. */
class RulesTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .withImportOption(location -> !location.contains("-tests.jar"))
      .importPackages("io.gossamer");

  @Test
  void modulesPointOneWay() {
    ArchRule rule = layeredArchitecture()
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

    rule.check(CLASSES);
  }

  @Test
  void noSparkBelowTheDriver() {
    ArchRule rule = noClasses()
      .that().resideInAnyPackage("io.gossamer.ops..", "io.gossamer.masks..", "io.gossamer.worker..")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    rule.check(CLASSES);
  }

  @Test
  void sparkMlOnlyWhereRowsAreRead() {
    ArchRule rule = noClasses()
      .that().resideOutsideOfPackages("io.gossamer.driver.data..", "io.gossamer.driver.ml..")
      .should().dependOnClassesThat().resideInAPackage("org.apache.spark.ml..");

    rule.check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    ArchRule rule = slices().matching("io.gossamer.(*).(*)..").should().beFreeOfCycles();

    rule.check(CLASSES);
  }

  @Test
  void vectorsStayBehindTheKernels() {
    ArchRule rule = noClasses()
      .that().resideOutsideOfPackage("io.gossamer.ops.kernel..")
      .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..");

    rule.check(CLASSES);
  }

  @Test
  void everyDrawHasANamedSeed() {
    ArchRule rule = noClasses()
      .should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.SplittableRandom")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
      .orShould().callMethod(Math.class, "random");

    rule.check(CLASSES);
  }

  @Test
  void filesAreDataNotCode() {
    ArchRule rule = noClasses()
      .should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectOutputStream")
      .orShould().callMethod("org.apache.spark.api.java.JavaSparkContext", "objectFile", "java.lang.String")
      .orShould().callMethod("org.apache.spark.api.java.JavaRDD", "saveAsObjectFile", "java.lang.String");

    rule.check(CLASSES);
  }

  /** Kryo carries results inside one run; what it reads never comes from a file. */
  @Test
  void kryoStaysOnTheWire() {
    ArchRule rule = noClasses()
      .that().resideOutsideOfPackage("io.gossamer.driver.spark..")
      .should().dependOnClassesThat().resideInAnyPackage(
          "com.esotericsoftware.kryo..", "com.twitter.chill..", "org.apache.spark.serializer..");
    ArchRule noFiles = noClasses()
      .that().areAssignableTo("com.esotericsoftware.kryo.Serializer")
      .or().areAssignableTo("org.apache.spark.serializer.KryoRegistrator")
      .should().dependOnClassesThat().resideInAnyPackage("java.nio.file..", "org.apache.hadoop..")
      .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.FileInputStream");

    rule.check(CLASSES);
    noFiles.check(CLASSES);
  }

  /**
   * Whatever goes over the network goes through Spark or Hadoop, and so through their authentication and encryption.
   */
  @Test
  void noSocketsOfOurOwn() {
    ArchRule rule = noClasses()
      .should().dependOnClassesThat().resideInAnyPackage(
          "com.sun.net.httpserver..", "io.netty..", "java.net.http..", "javax.net..", "jakarta.servlet..",
          "java.rmi..", "javax.management.remote..", "org.eclipse.jetty..", "org.sparkproject.jetty..")
      .orShould().dependOnClassesThat().haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket")
      .orShould().dependOnClassesThat().haveNameMatching("java\\.net\\..*URLConnection")
      .orShould().callMethod("java.net.URL", "openStream")
      .orShould().dependOnClassesThat().haveNameMatching("java\\.nio\\.channels\\..*(Socket|Datagram)Channel");

    rule.check(CLASSES);
  }

  @Test
  void onlyTheCommandLinePrints() {
    ArchRule rule = noClasses()
      .that().resideOutsideOfPackage("io.gossamer.jobs..")
      .should().accessField(System.class, "out")
      .orShould().accessField(System.class, "err");

    rule.check(CLASSES);
  }

  @Test
  void settingsAreRecords() {
    ArchRule rule = classes()
      .that().haveSimpleNameEndingWith("Settings").should().beRecords();

    rule.check(CLASSES);
  }
}
