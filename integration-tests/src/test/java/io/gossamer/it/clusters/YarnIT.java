package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.it.commands.CommandLineRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YARN with two NodeManagers, runs on HDFS: the model of one process, in both deploy modes. */
@Tag("yarn")
class YarnIT {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @TempDir private static Path folder;
  private static Daemon hadoop;
  private static Path home;
  private static String reference;

  @BeforeAll
  static void start() {
    home = Processes.sparkHome("spark-yarn", "yarn.classpath");
    hadoop = Processes.start("MiniHadoop", folder, Processes.jars("mini-hadoop"), folder.toString());
    reference = DigitsRun.reference(folder);
    hadoop.await("serving hdfs", 1);
  }

  @AfterAll
  static void stop() {
    hadoop.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "cluster"})
  void bothDeployModesOnHdfs(String mode) {
    String java = Path.of(System.getProperty("java.home")).toString();
    String output = hadoop.await("serving (hdfs\\S+)", 1).group(1) + "/runs/" + mode;
    Map<String, String> properties = new HashMap<>(Map.of(
        "spark.yarn.jars", "local:" + home.resolve("jars") + "/*", "spark.yarn.am.memory", "512m",
        "spark.driver.memory", "1g", "spark.executor.memory", "1g", "spark.executor.instances", "2",
        "spark.driver.extraJavaOptions", VECTORS, "spark.executor.extraJavaOptions", VECTORS,
        "spark.kryo.registrationRequired", "true"));
    properties.putAll(Map.of("spark.yarn.appMasterEnv.JAVA_HOME", java, "spark.executorEnv.JAVA_HOME", java,
        "spark.yarn.appMasterEnv.SPARK_HOME", home.toString()));
    if (mode.equals("client")) {
      properties.put("spark.driver.host", "127.0.0.1");
    }

    CommandLineRun run = SparkSubmit.run(home, folder,
        Map.of("HADOOP_CONF_DIR", folder.resolve("conf").toString(), "SPARK_LOCAL_IP", "127.0.0.1"), "yarn", mode,
        SparkSubmit.jar().toString(), properties, DigitsRun.arguments(output));

    assertThat(run.exitCode()).as(run.err()).isZero();
    Folder written = Folder.at(output, configuration());
    assertThat(CommandLineRun.parse(text(written)).at("/model/sha256").asText()).isEqualTo(reference);
    assertThat(ModelFiles.read(written).mask().nnz()).isEqualTo(1_702);
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.addResource(new org.apache.hadoop.fs.Path(folder.resolve("conf/core-site.xml").toUri()));
    configuration.addResource(new org.apache.hadoop.fs.Path(folder.resolve("conf/hdfs-site.xml").toUri()));
    return configuration;
  }

  private static String text(Folder run) {
    return new String(run.read("summary.json", 1 << 20), StandardCharsets.UTF_8);
  }
}
