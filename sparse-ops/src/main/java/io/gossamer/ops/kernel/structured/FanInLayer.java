package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import java.util.stream.IntStream;

/** Constant fan-in: no row starts, and ablated outputs take no place. */
final class FanInLayer extends StructuredLayer {
  private final int fanIn;
  private final int[] liveOffset;
  private final int[] columnOffset;

  FanInLayer(Pattern pattern, Structure.FanIn structure, Kernels kernels) {
    super(pattern, structure, placesByRow(pattern), kernels);
    this.fanIn = structure.fanIn();
    this.liveOffset =
        IntStream.range(0, pattern.out()).filter(o -> pattern.fanIn(o) > 0).map(o -> o * Tile.LANES).toArray();
    this.columnOffset = offsets(pattern.columns());
  }

  @Override
  public void forward(float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    structured.fanInForward(
        pattern.out(), liveOffset, fanIn, columnOffset, forwardValues(), bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  @Override
  public long forwardIndexBytes() {
    return (long) Integer.BYTES * (liveOffset.length + columnOffset.length);
  }
}
