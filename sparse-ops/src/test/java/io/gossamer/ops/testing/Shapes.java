package io.gossamer.ops.testing;

import io.gossamer.ops.random.Seed;
import java.util.List;

/** Sizes and numbers that break kernels. */
public final class Shapes {
  private Shapes() {}

  /** Sparse matrices: none, empty, single, full, wide, tall and odd ones. */
  public static List<SparseMatrix> matrices(Seed seed) {
    return List.of(
        SparseMatrix.of(0, 0, 1, seed.child("none")),
        SparseMatrix.of(0, 5, 1, seed.child("no rows")),
        SparseMatrix.of(5, 0, 1, seed.child("no columns")),
        SparseMatrix.of(7, 9, 0, seed.child("empty")),
        SparseMatrix.of(1, 1, 1, seed.child("one")),
        SparseMatrix.of(3, 4, 1, seed.child("small full")),
        SparseMatrix.of(13, 67, 1, seed.child("odd full")),
        SparseMatrix.of(70, 130, 1, seed.child("full over several panels")),
        SparseMatrix.of(2, 700, 0.3, seed.child("wide")),
        SparseMatrix.of(700, 2, 0.3, seed.child("tall")),
        SparseMatrix.of(31, 33, 0.5, seed.child("half")),
        SparseMatrix.of(50, 41, 0.03, seed.child("with empty rows and columns")),
        SparseMatrix.of(300, 29, 0.9, seed.child("long columns")));
  }

  /** Normal draws with zeros of both signs and denormals strewn in. */
  public static float[] floats(int count, Seed seed) {
    Seed.Stream draws = seed.stream();
    float[] values = new float[count];
    for (int n = 0; n < count; n++) {
      values[n] = switch (draws.nextInt(12)) {
        case 0 -> 0f;
        case 1 -> -0f;
        case 2 -> Float.MIN_VALUE * (draws.nextInt(2000) - 1000);
        default -> (float) draws.nextGaussian();
      };
    }
    return values;
  }
}
