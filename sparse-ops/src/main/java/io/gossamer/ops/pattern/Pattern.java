package io.gossamer.ops.pattern;

import io.gossamer.ops.InvalidInput;
import java.util.Arrays;

/**
 * Where one weight matrix {@code [out, in]} may be nonzero: rows by output (CSR), with a view by input (CSC) that holds
 * positions only, never copies of values. Immutable; positions {@code k} count row by row, ascending input within a
 * row.
 */
public final class Pattern {
  private final int out;
  private final int in;
  private final int[] rowStart;
  private final int[] column;
  private final int[] columnStart;
  private final int[] row;
  private final int[] position;

  /**
   * @param rowStart {@code out + 1} ascending starts; copied
   * @param column inputs, strictly ascending within each row; copied
   * @throws InvalidInput if the arrays do not describe such a matrix
   */
  public Pattern(int out, int in, int[] rowStart, int[] column) {
    this(out, in, rowStart.clone(), column.clone(), true);
  }

  Pattern(int out, int in, int[] rowStart, int[] column, boolean check) {
    if (check) {
      check(out, in, rowStart, column);
    }
    this.out = out;
    this.in = in;
    this.rowStart = rowStart;
    this.column = column;
    this.columnStart = new int[in + 1];
    this.row = new int[column.length];
    this.position = new int[column.length];
    transpose();
  }

  private static void check(int out, int in, int[] rowStart, int[] column) {
    if (out < 0 || in < 0 || in == Integer.MAX_VALUE || rowStart.length != out + 1L
        || rowStart[0] != 0 || rowStart[out] != column.length) {
      throw new InvalidInput("a pattern of " + out + " rows and " + in + " inputs needs " + (out + 1L)
          + " row starts from 0 to its " + column.length + " columns; found " + rowStart.length + " starts");
    }
    for (int o = 0; o < out; o++) {
      if (rowStart[o] > rowStart[o + 1] || rowStart[o + 1] > column.length) {
        throw new InvalidInput("row starts of a pattern must ascend; row " + o + " starts at " + rowStart[o]
            + " and ends at " + rowStart[o + 1]);
      }
      for (int k = rowStart[o]; k < rowStart[o + 1]; k++) {
        int before = k == rowStart[o] ? -1 : column[k - 1];
        if (column[k] <= before || column[k] >= in) {
          throw new InvalidInput("columns of row " + o + " must ascend within [0, " + in + "); found " + column[k]
              + " after " + before);
        }
      }
    }
  }

  private void transpose() {
    for (int i : column) {
      columnStart[i + 1]++;
    }
    for (int i = 0; i < in; i++) {
      columnStart[i + 1] += columnStart[i];
    }
    int[] next = Arrays.copyOf(columnStart, in);
    for (int o = 0; o < out; o++) {
      for (int k = rowStart[o]; k < rowStart[o + 1]; k++) {
        int at = next[column[k]]++;
        row[at] = o;
        position[at] = k;
      }
    }
  }

  /** Outputs: the number of rows. */
  public int out() {
    return out;
  }

  /** Inputs: the number of columns. */
  public int in() {
    return in;
  }

  public int nnz() {
    return column.length;
  }

  /** {@code nnz / (out * in)}; 1 for a matrix without places. */
  public double density() {
    return out == 0 || in == 0 ? 1 : nnz() / ((double) out * in);
  }

  public boolean isFull() {
    return nnz() == (long) out * in;
  }

  /** Start of each row in {@link #columns()}, {@code out + 1} entries. Not a copy: do not write. */
  public int[] rowStarts() {
    return rowStart;
  }

  /** The input of each position. Not a copy: do not write. */
  public int[] columns() {
    return column;
  }

  /** Start of each column in {@link #rows()} and {@link #positions()}, {@code in + 1} entries. Not a copy. */
  public int[] columnStarts() {
    return columnStart;
  }

  /** The output of each place, input by input. Not a copy: do not write. */
  public int[] rows() {
    return row;
  }

  /** The position (row by row) of each place, input by input. Not a copy: do not write. */
  public int[] positions() {
    return position;
  }

  /** Kept inputs of output {@code o}. */
  public int fanIn(int o) {
    return rowStart[o + 1] - rowStart[o];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pattern that
        && out == that.out
        && in == that.in
        && Arrays.equals(rowStart, that.rowStart)
        && Arrays.equals(column, that.column);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(rowStart) + Arrays.hashCode(column);
  }

  @Override
  public String toString() {
    return "Pattern[" + out + ", " + in + ", nnz=" + nnz() + "]";
  }
}
