package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;

/**
 * Forward loops of layers with structure, over one tile: arguments, promises and order of additions as in
 * {@link Kernels}. The backward pass of every structure is {@link Kernels#sparseBackward}: columns of constant fan-in
 * and N:M have none, and a pass of their own for blocks was slower (docs/benchmarks.md).
 */
public interface StructuredKernels {
  /** Short name for logs and reports, for example {@code vector-256}. */
  String name();

  /**
   * {@code y = W x + bias} for a W whose live outputs have {@code fanIn} inputs each, then ReLU if asked.
   *
   * @param liveOffset the live outputs, ascending, times {@code LANES}
   * @param columnOffset {@code [live][fanIn]} inputs, times {@code LANES}
   * @param values {@code [live][fanIn]}
   */
  void fanInForward(
      int out, int[] liveOffset, int fanIn, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes);

  /**
   * {@link #fanInForward} for rows without a gap above 255 inputs, all live.
   *
   * @param gap {@code [out][fanIn]} unsigned distances from the input before, of a row's first place from input 0
   */
  void gapForward(
      int out, int fanIn, byte[] gap, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes);

  /**
   * {@code y = W x + bias} for a W of groups of {@code rows} outputs with the same inputs, then ReLU if asked.
   *
   * @param groupStart start of each group in {@code columnOffset}; one for every {@code rows} outputs, and the end
   * @param columnOffset inputs of each group, times {@code LANES}
   * @param values group by group, from {@code groupStart * rows}: a group is cut into {@linkplain #part parts} of
   *     outputs, each {@code [inputs][outputs of the part]}; the last group has fewer outputs if {@code rows} does not
   *     divide {@code out}
   */
  void blockForward(
      int out, int rows, int[] groupStart, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes);

  /** Outputs of the next part of a group of which {@code left} are left: four, two or one. */
  static int part(int left) {
    return left >= 4 ? 4 : Math.min(left, 2);
  }

  /** The kernels of the same kind, scalar or vector, as {@code kernels}. */
  static StructuredKernels like(Kernels kernels) {
    if (kernels instanceof ScalarKernels) {
      return new ScalarStructured();
    }
    try {
      // By name, so that this class loads where the vector module is missing.
      Class<?> type = Class.forName("io.gossamer.ops.kernel.structured.VectorStructured");
      return (StructuredKernels) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw (InvariantBroken) new InvariantBroken(
          "structured vector kernels cannot be loaded beside " + kernels.name()).initCause(e);
    }
  }
}
