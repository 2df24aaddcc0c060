package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One tile of shuffled rows out of a shard of 4,096. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseG1GC"})
public class GatherBench {
  private static final int ROWS = 4_096;

  @Param({"784", "1024"})
  public int features;

  @Param({"vector", "scalar"})
  public String kernels;

  private Kernels chosen;
  private float[] rows;
  private int[] rowAt;
  private float[] tile;
  private int next;

  @Setup
  public void build() {
    chosen = KernelChoice.choose(kernels, true).chosen();
    rows = new float[ROWS * features];
    tile = new float[features * Tile.LANES];
    rowAt = new int[ROWS];
    for (int r = 0; r < ROWS; r++) {
      rowAt[r] = r * features;
    }
    new Seed(1).child("gather").stream().shuffle(rowAt, ROWS);
  }

  @Benchmark
  public void gather() {
    chosen.gather(rows, rowAt, next, Tile.LANES, features, tile, 0, Tile.LANES);
    next = (next + Tile.LANES) % ROWS;
  }
}
