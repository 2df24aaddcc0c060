package io.gossamer.ops.optim;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Touched;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * One step over a window of 1,048,576 values: whole, whole under a norm that never clips, and lazily in 6,400 blocks of
 * 16. The counter {@code bytes} is what a step must read and write: values and state both ways, gradients once; norms
 * read more. LAMB refuses lazy windows, so that this pair is an error.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseG1GC", "-Xms1g", "-Xmx1g"})
public class OptimizerBench {
  private static final int VALUES = 1 << 20;
  private static final int BLOCKS = 6_400;
  private static final int BLOCK = 16;
  private static final float RATE = 1e-6f;

  @Param({"SGD", "ADAM", "ADAMW", "ADAGRAD", "LAMB"})
  public OptimizerKind optimizer;

  @Param({"whole", "clipped", "lazy"})
  public String step;

  private Stepper stepper;
  private Touched touched;
  private float[] values;
  private float[] gradients;
  private long bytesOfStep;

  /** Bytes a second, beside the steps a second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Moved {
    public long bytes;
  }

  @Setup
  public void build() {
    boolean lazy = step.equals("lazy");
    ParameterLayout layout = new ParameterLayout.Builder().add("fc1.weight", VALUES, Role.MASKED, false).build();
    Optimizer built = optimizer.optimizer(0.9, true, 0.9, 0.999, 1e-8, 1e-4);
    touched = new Touched(layout, new boolean[] {lazy});
    Clipping clipping = step.equals("clipped") ? new Clipping(0, 1e9f) : Clipping.NONE;
    stepper = new Stepper(built, clipping, layout, touched);
    Seed.Stream stream = new Seed(1).child("optimizer").stream();
    values = draws(stream);
    gradients = draws(stream);
    for (int block = 0; lazy && block < BLOCKS; block++) {
      touched.add(stream.nextInt(VALUES / BLOCK) * BLOCK, BLOCK);
    }
    long stepped = lazy ? (long) touched.count() * BLOCK : VALUES;
    bytesOfStep = Float.BYTES * stepped * (3 + 2L * built.slots().size());
  }

  long bytesOfStep() {
    return bytesOfStep;
  }

  private static float[] draws(Seed.Stream stream) {
    float[] draws = new float[VALUES];
    for (int p = 0; p < VALUES; p++) {
      draws[p] = (float) stream.nextGaussian();
    }
    return draws;
  }

  @Benchmark
  public void step(Moved moved) {
    stepper.step(values, gradients, touched, RATE);
    moved.bytes += bytesOfStep;
  }
}
