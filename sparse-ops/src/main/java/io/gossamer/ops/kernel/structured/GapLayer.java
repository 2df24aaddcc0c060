package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.pattern.Pattern;

/** N:M. Its columns have no structure, so the backward pass is that of a pattern without structure. */
final class GapLayer extends StructuredLayer {
  private final Kernels kernels;
  private final StructuredKernels structured;
  private final int fanIn;
  private final byte[] gap;
  private final int[] rowOffset;

  GapLayer(Pattern pattern, Structure.NofM structure, Kernels kernels, StructuredKernels structured) {
    super(pattern, structure, placesByRow(pattern));
    this.kernels = kernels;
    this.structured = structured;
    this.fanIn = pattern.nnz() / pattern.out();
    this.gap = gaps(pattern);
    this.rowOffset = offsets(pattern.rows());
  }

  /** Below 2M, and so within a byte: the kept inputs of one run may be its last ones, those of the next its first. */
  private static byte[] gaps(Pattern pattern) {
    int[] start = pattern.rowStarts();
    int[] column = pattern.columns();
    byte[] gap = new byte[column.length];
    for (int o = 0; o < pattern.out(); o++) {
      int before = 0;
      for (int k = start[o]; k < start[o + 1]; k++) {
        gap[k] = (byte) (column[k] - before);
        before = column[k];
      }
    }
    return gap;
  }

  @Override
  public void forward(float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    structured.gapForward(
        pattern.out(), fanIn, gap, forwardValues(), bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  @Override
  public void backward(
      float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt,
      float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    kernels.sparseBackward(
        pattern.in(), pattern.columnStarts(), rowOffset, values, valuesAt, gradient, gradientAt, x, xAt, dy, dyAt, dx,
        dxAt, gate, lanes, scratch);
  }

  @Override
  public long forwardIndexBytes() {
    return gap.length;
  }

  @Override
  public long backwardIndexBytes() {
    return (long) Integer.BYTES * (pattern.in() + 1 + rowOffset.length);
  }
}
