package io.gossamer.it.reliability;

import io.gossamer.driver.checkpoint.CheckpointStore;
import io.gossamer.driver.checkpoint.Fingerprint;
import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.files.Folder;
import io.gossamer.ops.random.Seed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Writes checkpoint after checkpoint, says when each is committed, and waits to be killed. */
final class CheckpointWriter {
  static final int VALUES = 200_000;

  private CheckpointWriter() {}

  public static void main(String[] args) {
    CheckpointStore store = store(Path.of(args[0]));
    int round = store.newest().map(Snapshot::round).orElse(0);
    System.out.println("ready " + round);
    while (true) {
      round++;
      store.write(snapshot(round));
      System.out.println("committed " + round);
    }
  }

  static CheckpointStore store(Path folder) {
    return new CheckpointStore(
        Folder.at(folder.toString(), new Configuration(false)),
        new Fingerprint("0.1.0", "rows", new TreeMap<>(Map.of("training.seed", "1"))), 2);
  }

  private static float[] values(int round) {
    Seed.Stream draws = new Seed(round).stream();
    float[] values = new float[VALUES];
    for (int n = 0; n < VALUES; n++) {
      values[n] = (float) draws.nextDouble();
    }
    return values;
  }

  private static Snapshot snapshot(int round) {
    return new Snapshot(round).put("values", values(round)).put("step", 7L * round);
  }

  /** Whether a snapshot is, to the bit, what was written for its round. */
  static boolean isWhole(Snapshot snapshot) {
    return Arrays.equals(snapshot.floats("values"), values(snapshot.round()))
        && snapshot.number("step") == 7L * snapshot.round();
  }
}
