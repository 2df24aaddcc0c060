import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS and YARN with two NodeManagers, in a JVM of its own (run as a source file), so that Hadoop's server classes
 * never meet Spark's. Writes the clients' configuration to the folder {@code conf} of its argument and serves until
 * killed.
 */
public final class MiniHadoop {
  private static final Map<String, String> SETTINGS = Map.of(
      "yarn.nodemanager.vmem-check-enabled", "false",
      "yarn.nodemanager.pmem-check-enabled", "false",
      "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9",
      "yarn.scheduler.minimum-allocation-mb", "256",
      "yarn.nodemanager.resource.memory-mb", "6144",
      "yarn.nodemanager.resource.cpu-vcores", "8",
      "yarn.resourcemanager.scheduler.class",
      "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler",
      "yarn.scheduler.capacity.root.queues", "default",
      "yarn.scheduler.capacity.root.default.capacity", "100",
      "yarn.scheduler.capacity.maximum-am-resource-percent", "0.9");

  private MiniHadoop() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    File folder = new File(args[0]);
    System.setProperty("test.build.data", folder + "/data");
    Configuration configuration = new YarnConfiguration();
    SETTINGS.forEach(configuration::set);
    configuration.set("yarn.scheduler.capacity.root.default.maximum-am-resource-percent", "0.9");
    configuration.set("yarn.nodemanager.delete.debug-delay-sec", "600");
    configuration.set("hdfs.minidfs.basedir", folder + "/dfs");
    MiniDFSCluster dfs = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    dfs.waitActive();
    configuration.set("fs.defaultFS", dfs.getFileSystem().getUri().toString());
    MiniYARNCluster yarn = new MiniYARNCluster("gossamer", 2, 1, 1);
    yarn.init(configuration);
    yarn.start();
    while (yarn.getResourceManager().getResourceScheduler().getNumClusterNodes() < 2) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    Configuration clients = new Configuration(yarn.getConfig());
    // The mini cluster's own mapping is a class of its tests, which clients do not have.
    clients.unset("net.topology.node.switch.mapping.impl");
    new File(folder, "conf").mkdirs();
    for (String name : new String[] {"core-site.xml", "hdfs-site.xml", "yarn-site.xml"}) {
      try (OutputStream out = new FileOutputStream(new File(folder, "conf/" + name))) {
        clients.writeXml(out);
      }
    }
    System.out.println("serving " + clients.get("fs.defaultFS"));
    Thread.currentThread().join();
  }
}
