package io.gossamer.driver.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Opens Spark sessions that carry our messages: Kryo with our registrations, and for local masters a loopback driver.
 */
public final class Sessions {
  private static final String LOOPBACK = "127.0.0.1";

  /** Executors, and cores and megabytes of each. */
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

  private Sessions() {}

  /**
   * The session of this process. What spark-submit or {@code -Dspark.*} already set wins over everything here.
   *
   * @param master used when nothing else names one, for example {@code local[*]}
   * @param jar our own jar, sent to the executors of a cluster that this process starts itself; null when spark-submit
   *     brings it
   */
  public static SparkSession open(String application, String master, String jar) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", application);
    conf.setIfMissing("spark.master", master);
    conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.setIfMissing("spark.kryo.registrator", GossamerKryo.class.getName());
    conf.setIfMissing("spark.kryoserializer.buffer.max", "1g");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // What we broadcast is values and packed masks, which do not shrink; compressing them costs every round.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // An update above this takes a second way, through the block manager; below, it comes with the task's end.
    conf.setIfMissing("spark.task.maxDirectResultSize", "8m");
    // Wide tables are normal here; Spark would warn about each.
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "10000");
    String actual = conf.get("spark.master");
    if (actual.startsWith("local")) {
      // Both, always: with only the first, SQL jobs die looking for the driver's file server (spark.md section 1).
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/gossamer-warehouse");
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(actual);
    if (cluster.matches()) {
      // Spark takes these for the Workers and gives their executors 1 GB.
      conf.setIfMissing("spark.executor.cores", cluster.group(1));
      conf.setIfMissing("spark.executor.memory", cluster.group(2) + "m");
    }
    if (actual.matches("local(\\[.*])?")) {
      conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    } else if (jar != null) {
      conf.setIfMissing("spark.jars", jar);
    }
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
