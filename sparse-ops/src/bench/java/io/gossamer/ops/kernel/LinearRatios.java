package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.SparseMatrix;

/**
 * The three passes of a sparse linear layer against OpenBLAS doing the dense three, in one interleaved run; at sparsity
 * 0 our dense kernels.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.kernel.LinearRatios \
 *   -Dbench.arguments=</pre>
 *
 * <p>Arguments: batch, inputs, outputs, then sparsities; none for the shapes of docs/benchmarks.md.
 */
public final class LinearRatios {
  private static final int ROUNDS = 9;

  private LinearRatios() {}

  public static void main(String[] arguments) {
    System.out.printf("java %s, kernels %s%n", Runtime.version(), KernelChoice.kernels().name());
    if (arguments.length > 3) {
      double[] sparsities = new double[arguments.length - 3];
      for (int n = 0; n < sparsities.length; n++) {
        sparsities[n] = Double.parseDouble(arguments[n + 3]);
      }
      shape(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), sparsities);
      return;
    }
    shape(128, 1024, 1024, 0, 0.5, 0.8, 0.9, 0.95, 0.99);
    shape(256, 2048, 2048, 0, 0.8, 0.9, 0.95, 0.99);
  }

  private static void shape(int batch, int in, int out, double... sparsities) {
    Kernels kernels = KernelChoice.kernels();
    System.out.printf("batch %d, %d -> %d, microseconds%n", batch, in, out);
    System.out.printf("%-9s %9s %9s | %9s %9s %9s %9s | %7s %7s %7s%n", "sparsity", "forward", "backward", "blas fwd",
        "by cols", "blas bwd", "by cols", "fwd x", "bwd x", "total x");
    float[] x = new float[batch * in];
    float[] y = new float[batch * out];
    float[] w = new float[in * out];
    BlasLinear blas = new BlasLinear(batch, in, out, x, y, w);
    BlasLinear gradient = new BlasLinear(batch, in, out, x, y, w);
    for (double sparsity : sparsities) {
      LinearLayer layer = new LinearLayer(
          batch, SparseMatrix.of(out, in, 1 - sparsity, new Seed(1)), new Seed(2));
      Interleaved run = new Interleaved()
          .add("forward", sparsity == 0 ? () -> layer.denseForward(kernels) : () -> layer.sparseForward(kernels))
          .add("backward", sparsity == 0 ? () -> layer.denseBackward(kernels) : () -> layer.sparseBackward(kernels))
          .add("blas fwd", blas::forwardByRows)
          .add("blas fwd cols", blas::forwardByColumns)
          .add("blas bwd", () -> blas.backwardByRows(gradient))
          .add("blas bwd cols", () -> blas.backwardByColumns(gradient))
          .run(ROUNDS);
      double forward = run.median("forward");
      double backward = run.median("backward");
      double blasForward = Math.min(run.median("blas fwd"), run.median("blas fwd cols"));
      double blasBackward = Math.min(run.median("blas bwd"), run.median("blas bwd cols"));
      System.out.printf("%-9s %9.0f %9.0f | %9.0f %9.0f %9.0f %9.0f | %7.2f %7.2f %7.2f%n", sparsity, forward, backward,
          run.median("blas fwd"), run.median("blas fwd cols"), run.median("blas bwd"), run.median("blas bwd cols"),
          blasForward / forward, blasBackward / backward,
          (blasForward + blasBackward) / (forward + backward));
    }
  }
}
