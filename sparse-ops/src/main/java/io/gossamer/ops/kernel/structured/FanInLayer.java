package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import java.util.stream.IntStream;

/** Constant fan-in. Fan-out is not constant, so the backward pass is that of a pattern without structure. */
final class FanInLayer extends StructuredLayer {
  private final Kernels kernels;
  private final StructuredKernels structured;
  private final int fanIn;
  private final int[] liveOffset;
  private final int[] columnOffset;
  private final int[] rowOffset;

  FanInLayer(Pattern pattern, Structure.FanIn structure, Kernels kernels, StructuredKernels structured) {
    super(pattern, structure, placesByRow(pattern));
    this.kernels = kernels;
    this.structured = structured;
    this.fanIn = structure.fanIn();
    this.liveOffset =
        IntStream.range(0, pattern.out()).filter(o -> pattern.fanIn(o) > 0).map(o -> o * Tile.LANES).toArray();
    this.columnOffset = offsets(pattern.columns());
    this.rowOffset = offsets(pattern.rows());
  }

  @Override
  public void forward(float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    structured.fanInForward(
        pattern.out(), liveOffset, fanIn, columnOffset, forwardValues(), bias, biasAt, x, xAt, y, yAt, relu, lanes);
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
    return (long) Integer.BYTES * (liveOffset.length + columnOffset.length);
  }

  @Override
  public long backwardIndexBytes() {
    return (long) Integer.BYTES * (pattern.in() + 1 + rowOffset.length);
  }
}
