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

/** One sparse layer, forward and fused backward, against the plain loops. Its dense rivals are in DenseLinearBench. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-XX:+UseG1GC"})
public class SparseLinearBench {
  @Param({"128x1024x1024", "128x784x300"})
  public String shape;

  @Param({"0.5", "0.8", "0.9", "0.95", "0.99"})
  public double sparsity;

  @Param({"vector", "scalar"})
  public String kernels;

  private Kernels chosen;
  private LinearLayer layer;

  @Setup
  public void build() {
    chosen = KernelChoice.choose(kernels, true).chosen();
    int[] sizes = BenchShape.parse(shape);
    Seed seed = new Seed(1).child(shape);
    layer = new LinearLayer(sizes[0], SparseMatrix.of(sizes[2], sizes[1], 1 - sparsity, seed), seed);
  }

  @Benchmark
  public void forward() {
    layer.sparseForward(chosen);
  }

  @Benchmark
  public void backward() {
    layer.sparseBackward(chosen);
  }
}
