package io.gossamer.driver;

import io.gossamer.driver.spark.Sessions;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** One local session for all tests of a JVM; nothing may cross the wire that is not registered with Kryo. */
public final class TestSpark {
  private static final SparkSession SESSION = open();

  private TestSpark() {}

  public static SparkSession session() {
    return SESSION;
  }

  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(SESSION.sparkContext());
  }

  /** Shuffles whose files are kept. */
  public static int shuffles() {
    return ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker()).shuffleStatuses().size();
  }

  private static SparkSession open() {
    System.setProperty("spark.kryo.registrationRequired", "true");
    return Sessions.open("tests", "local[2]", null);
  }
}
