package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.SparseMatrix;
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

/** The same layer full: our dense kernels against OpenBLAS on one thread in both orientations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseG1GC"})
public class DenseLinearBench {
  @Param({"128x1024x1024", "128x784x300"})
  public String shape;

  private Kernels kernels;
  private LinearLayer layer;
  private BlasLinear blas;
  private BlasLinear blasGradient;

  @Setup
  public void build() {
    kernels = KernelChoice.choose("vector", true).chosen();
    int[] sizes = BenchShape.parse(shape);
    Seed seed = new Seed(1).child(shape);
    layer = new LinearLayer(sizes[0], SparseMatrix.of(sizes[2], sizes[1], 1, seed), seed);
    blas = blas(sizes, seed);
    blasGradient = blas(sizes, seed);
  }

  private static BlasLinear blas(int[] sizes, Seed seed) {
    return new BlasLinear(
        sizes[0], sizes[1], sizes[2], draws(sizes[0] * sizes[1], seed), draws(sizes[0] * sizes[2], seed),
        draws(sizes[1] * sizes[2], seed));
  }

  private static float[] draws(int count, Seed seed) {
    Seed.Stream draws = seed.stream();
    float[] values = new float[count];
    for (int n = 0; n < count; n++) {
      values[n] = (float) draws.nextDouble() - 0.5f;
    }
    return values;
  }

  @Benchmark
  public void forward() {
    layer.denseForward(kernels);
  }

  @Benchmark
  public void backward() {
    layer.denseBackward(kernels);
  }

  @Benchmark
  public void blasForwardByRows() {
    blas.forwardByRows();
  }

  @Benchmark
  public void blasForwardByColumns() {
    blas.forwardByColumns();
  }

  @Benchmark
  public void blasBackwardByRows() {
    blas.backwardByRows(blasGradient);
  }

  @Benchmark
  public void blasBackwardByColumns() {
    blas.backwardByColumns(blasGradient);
  }
}
