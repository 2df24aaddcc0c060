package io.gossamer.ops.testing;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;

/**
 * The index arrays of one sparse matrix {@code [out, in]} as the kernels want them.
 *
 * @param position position by rows of each place that lies input by input
 */
public record SparseMatrix(
    int out, int in, int[] rowStart, int[] columnOffset, int[] columnStart, int[] rowOffset, int[] position) {

  /** Keeps each place with probability {@code density}. */
  public static SparseMatrix of(int out, int in, double density, Seed seed) {
    Seed.Stream draws = seed.stream();
    int[] rowStart = new int[out + 1];
    int[] column = new int[out * in];
    int nnz = 0;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        if (draws.nextDouble() < density) {
          column[nnz++] = i;
        }
      }
      rowStart[o + 1] = nnz;
    }
    return byColumns(out, in, rowStart, Arrays.copyOf(column, nnz));
  }

  private static SparseMatrix byColumns(int out, int in, int[] rowStart, int[] column) {
    int[] columnStart = new int[in + 1];
    for (int i : column) {
      columnStart[i + 1]++;
    }
    Arrays.parallelPrefix(columnStart, Integer::sum);
    int[] next = columnStart.clone();
    int[] rowOffset = new int[column.length];
    int[] position = new int[column.length];
    for (int o = 0; o < out; o++) {
      for (int k = rowStart[o]; k < rowStart[o + 1]; k++) {
        int at = next[column[k]]++;
        rowOffset[at] = o * Tile.LANES;
        position[at] = k;
      }
    }
    int[] columnOffset = Arrays.stream(column).map(i -> i * Tile.LANES).toArray();
    return new SparseMatrix(out, in, rowStart, columnOffset, columnStart, rowOffset, position);
  }

  /** Its places. */
  public Pattern pattern() {
    return new Pattern(out, in, rowStart, Arrays.stream(columnOffset).map(offset -> offset / Tile.LANES).toArray());
  }

  public int nnz() {
    return columnOffset.length;
  }

  public boolean isFull() {
    return nnz() == out * in;
  }

  /** Values that lie row by row, input by input. */
  public float[] byInput(float[] byRow) {
    float[] values = new float[nnz()];
    for (int p = 0; p < values.length; p++) {
      values[p] = byRow[position[p]];
    }
    return values;
  }

  @Override
  public String toString() {
    return out + "x" + in + " with " + nnz() + " nonzeros";
  }
}
