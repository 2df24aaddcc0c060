package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;

/**
 * Hyperbolic tangents with vectors against plain loops, over numbers of a normal distribution in cache.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.kernel.TangentRatios \
 *   -Dbench.arguments=</pre>
 */
public final class TangentRatios {
  private static final int COUNT = 1 << 16;
  private static final int ROUNDS = 15;

  private TangentRatios() {}

  public static void main(String[] arguments) {
    Kernels kernels = KernelChoice.kernels();
    Kernels plain = new ScalarKernels();
    Seed.Stream draws = new Seed(1).stream();
    float[] x = new float[COUNT];
    for (int n = 0; n < COUNT; n++) {
      x[n] = (float) draws.nextGaussian();
    }
    float[] y = new float[COUNT];
    Interleaved run = new Interleaved()
        .add("vectors", () -> kernels.tanh(x, 0, y, 0, COUNT))
        .add("plain", () -> plain.tanh(x, 0, y, 0, COUNT))
        .run(ROUNDS);
    System.out.printf("java %s, kernels %s: %.2f ns a number, plain loop %.2f%n", Runtime.version(), kernels.name(),
        run.median("vectors") * 1e3 / COUNT, run.median("plain") * 1e3 / COUNT);
  }
}
