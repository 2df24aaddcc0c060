package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;

/**
 * The loops of layers with structure, over one tile: arguments, promises and order of additions as in {@link Kernels}.
 * Rows of constant fan-in and N:M have no structure by columns, so that their backward pass is
 * {@link Kernels#sparseBackward}.
 */
public interface StructuredKernels {
  /** Blocks of one panel of the backward pass, at most: their sums wait in scratch together. */
  int PANEL = 64;

  /** Rows of one block of the backward pass, at most. */
  int BACKWARD_ROWS = 4;

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
   * @param values block by block, from {@code groupStart * rows}; each block its outputs, which are fewer in the last
   *     group if {@code rows} does not divide {@code out}
   */
  void blockForward(
      int out, int rows, int[] groupStart, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes);

  /**
   * Weight gradient on the pattern (added to {@code gradient}) and, unless {@code dx} is null, input gradient, in one
   * pass over panels of inputs: a panel of x and dx stays in the first cache while all groups of outputs pass.
   *
   * @param rows outputs of a group, at most {@link #BACKWARD_ROWS}
   * @param start start of each group within each panel, panel by panel, and the end; at most {@link #PANEL} blocks
   *     lie between two starts
   * @param columnOffset input of each block, times {@code LANES}
   * @param place where the outputs of each block lie next to each other in {@code values} and {@code gradient},
   *     relative to {@code valuesAt} and {@code gradientAt}
   * @param gate whether {@code dx} is zeroed where {@code x} is not above zero
   * @param scratch at least {@link Kernels#scratchFloats} floats, contents undefined before and after
   */
  void blockBackward(
      int out, int in, int rows, int[] start, int[] columnOffset, int[] place, float[] values, int valuesAt,
      float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate,
      int lanes, float[] scratch);

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
