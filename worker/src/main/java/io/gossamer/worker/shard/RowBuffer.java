package io.gossamer.worker.shard;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.util.Arrays;

/**
 * Collects rows one feature at a time, in ascending order of features, and packs them dense or sparse. Minus zero
 * becomes zero: the two are one value, and rows that are equal must have equal bits.
 */
public final class RowBuffer {
  private final int features;
  private final boolean sparse;
  private int count;
  private int nnz;
  private float[] values = new float[1024];
  private int[] columns;
  private int[] rowStart = new int[65];
  private float[] labels = new float[64];
  private float[] weights = new float[64];
  private boolean weighted;

  public RowBuffer(int features, boolean sparse) {
    this.features = features;
    this.sparse = sparse;
    this.columns = sparse ? new int[1024] : null;
  }

  public int count() {
    return count;
  }

  /** Values kept so far: those of all features when dense, the nonzero ones when sparse. */
  public long values() {
    return sparse ? nnz : (long) count * features;
  }

  /** Opens a row; its features are zero until set. */
  public void start(float label, float weight) {
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, 2 * count);
      weights = Arrays.copyOf(weights, 2 * count);
      rowStart = Arrays.copyOf(rowStart, 2 * count + 1);
    }
    labels[count] = label + 0f;
    weights[count] = weight + 0f;
    weighted |= weight != 1;
    count++;
    if (sparse) {
      rowStart[count] = nnz;
    } else {
      grow(Math.multiplyExact(count, features));
    }
  }

  /** Sets a feature of the open row; features must come ascending. */
  public void set(int feature, float value) {
    if (!sparse) {
      values[(count - 1) * features + feature] = value + 0f;
    } else if (value != 0) {
      grow(nnz + 1);
      columns[nnz] = feature;
      values[nnz++] = value;
      rowStart[count] = nnz;
    }
  }

  private void grow(int length) {
    if (length > values.length) {
      int longer = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(length, values.length * 3L / 2));
      values = Arrays.copyOf(values, longer);
      columns = sparse ? Arrays.copyOf(columns, longer) : null;
    }
  }

  /** The rows so far; the buffer must not be used afterwards. */
  public Rows toRows() {
    float[] ownLabels = Arrays.copyOf(labels, count);
    float[] ownWeights = weighted ? Arrays.copyOf(weights, count) : null;
    if (!sparse) {
      return new DenseRows(features, Arrays.copyOf(values, count * features), ownLabels, ownWeights);
    }
    return new CsrRows(features, Arrays.copyOf(rowStart, count + 1), Arrays.copyOf(columns, nnz),
        Arrays.copyOf(values, nnz), ownLabels, ownWeights);
  }

  /** Copies a whole row of another block, label and weight included. */
  public void copy(Rows from, int row) {
    start(from.label(row), from.weight(row));
    if (from instanceof DenseRows dense) {
      int at = row * features;
      if (sparse) {
        for (int f = 0; f < features; f++) {
          set(f, dense.values()[at + f]);
        }
      } else {
        int to = (count - 1) * features;
        for (int f = 0; f < features; f++) {
          values[to + f] = dense.values()[at + f] + 0f;
        }
      }
    } else {
      CsrRows csr = (CsrRows) from;
      for (int n = csr.rowStart()[row]; n < csr.rowStart()[row + 1]; n++) {
        set(csr.columns()[n], csr.values()[n]);
      }
    }
  }
}
