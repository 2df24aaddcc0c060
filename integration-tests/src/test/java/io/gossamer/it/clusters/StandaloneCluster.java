package io.gossamer.it.clusters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spark's standalone cluster: a Master and a Worker on each of two loopback hosts, which Spark takes for two machines.
 * Each Worker has 2 cores.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");

  private final List<Daemon> daemons = new ArrayList<>();
  private final String master;
  private final Path folder;

  /**
   * Starts it.
   *
   * @param folder for logs and the work of applications
   * @param properties of the daemons, Spark's names
   */
  public StandaloneCluster(Path folder, Map<String, String> properties) {
    this.folder = folder;
    // Its REST server knows no authentication and has a fixed port.
    Map<String, String> all = new HashMap<>(Map.of("spark.master.rest.enabled", "false"));
    all.putAll(properties);
    Path file = SparkSubmit.properties(folder, "daemons.conf", all);
    try {
      daemons.add(start("master", HOSTS.get(0), "org.apache.spark.deploy.master.Master", "--host", HOSTS.get(0),
          "--port", "0", "--webui-port", "0", "--properties-file", file.toString()));
      master = daemons.get(0).await("Starting Spark master at (spark://\\S+)", 1).group(1);
      for (String host : HOSTS) {
        Path work = Files.createDirectories(work(host));
        daemons.add(start("worker-" + host, host, "org.apache.spark.deploy.worker.Worker", "--host", host,
            "--webui-port", "0", "--cores", "2", "--memory", "4g", "--work-dir", work.toString(),
            "--properties-file", file.toString(), master));
      }
      daemons.get(0).await("Registering worker \\S+ with 2 cores", HOSTS.size());
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private Daemon start(String name, String host, String... words) {
    List<String> command = new ArrayList<>(List.of(SparkSubmit.home().resolve("bin/spark-class").toString()));
    command.addAll(List.of(words));
    return Daemon.start(name, folder,
        Map.of("SPARK_LOCAL_IP", host, "SPARK_DAEMON_JAVA_OPTS", SparkSubmit.SHORT_JVM), command);
  }

  /** Its URL, for {@code --master}. */
  public String master() {
    return master;
  }

  /** What drivers and executors on a host print. */
  public Path work(String host) {
    return folder.resolve("work-" + host);
  }

  /** What the Master has logged. */
  public String masterLog() {
    return daemons.get(0).log();
  }

  /** The executors that run now, of all applications. */
  public List<ProcessHandle> executors() {
    return daemons.stream().flatMap(daemon -> daemon.process().descendants())
        .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend")).toList();
  }

  @Override
  public void close() {
    for (int n = daemons.size() - 1; n >= 0; n--) {
      daemons.get(n).close();
    }
  }
}
