package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;

/**
 * Blocks of outputs with the same inputs. A b x b block runs as b blocks of b x 1: with {@code 4 / b} bytes a place the
 * index is small already. Input by input the outputs of one block are neighbours, hence the places.
 */
final class BlockLayer extends StructuredLayer {
  private final int rows;
  private final int[] groupStart;
  private final int[] columnOffset;

  BlockLayer(Pattern pattern, Structure.Blocks structure, Kernels kernels) {
    super(pattern, structure, places(pattern, structure.rows()), kernels);
    this.rows = structure.rows();
    this.groupStart = groupStarts(pattern, rows);
    this.columnOffset = groupOffsets(pattern, rows, groupStart);
  }

  private static int[] places(Pattern pattern, int rows) {
    int[] byRow = placesByRow(pattern);
    int[] places = new int[byRow.length];
    int n = 0;
    for (int first = 0; first < pattern.out(); first += rows) {
      int from = pattern.rowStarts()[first];
      int height = Math.min(rows, pattern.out() - first);
      for (int done = 0; done < height; done += StructuredKernels.part(height - done)) {
        int part = StructuredKernels.part(height - done);
        for (int k = from; k < from + pattern.fanIn(first); k++) {
          for (int r = done; r < done + part; r++) {
            places[n++] = byRow[k] + r;
          }
        }
      }
    }
    return places;
  }

  private static int[] groupStarts(Pattern pattern, int rows) {
    int groups = (pattern.out() + rows - 1) / rows;
    int[] start = new int[groups + 1];
    for (int g = 0; g < groups; g++) {
      start[g + 1] = start[g] + pattern.fanIn(g * rows);
    }
    return start;
  }

  private static int[] groupOffsets(Pattern pattern, int rows, int[] groupStart) {
    int[] offset = new int[groupStart[groupStart.length - 1]];
    for (int g = 0; g < groupStart.length - 1; g++) {
      int from = pattern.rowStarts()[g * rows];
      for (int k = groupStart[g]; k < groupStart[g + 1]; k++) {
        offset[k] = pattern.columns()[from + k - groupStart[g]] * Tile.LANES;
      }
    }
    return offset;
  }

  @Override
  public void forward(float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    structured.blockForward(
        pattern.out(), rows, groupStart, columnOffset, forwardValues(), bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  @Override
  public long forwardIndexBytes() {
    return (long) Integer.BYTES * (groupStart.length + columnOffset.length);
  }
}
