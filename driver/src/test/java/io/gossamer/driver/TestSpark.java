package io.gossamer.driver;

import io.gossamer.driver.spark.Sessions;
import java.io.File;
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

  /** Files in which values are put aside, and their folders. */
  public static int filesPutAside() {
    int files = 0;
    for (File local : SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
      for (File folder : local.listFiles((parent, name) -> name.startsWith("gossamer-values-"))) {
files += 1 + folder.list().length;
      }
    }
    return files;
  }

  /** Waits until no job runs any more; false if some still do after a minute. */
  public static boolean idle() throws InterruptedException {
    for (int tries = 0; context().statusTracker().getActiveJobIds().length > 0; tries++) {
      if (tries == 6_000) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  private static SparkSession open() {
    System.setProperty("spark.kryo.registrationRequired", "true");
    return Sessions.open("tests", "local[2]", null);
  }
}
