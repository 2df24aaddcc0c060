package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.pattern.Pattern;

/** N:M: the index of the forward pass is a byte a place. */
final class GapLayer extends StructuredLayer {
  private final int fanIn;
  private final byte[] gap;

  GapLayer(Pattern pattern, Structure.NofM structure, Kernels kernels) {
    super(pattern, structure, placesByRow(pattern), kernels);
    this.fanIn = pattern.nnz() / pattern.out();
    this.gap = gaps(pattern);
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
  public long forwardIndexBytes() {
    return gap.length;
  }
}
