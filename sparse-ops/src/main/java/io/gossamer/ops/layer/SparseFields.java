package io.gossamer.ops.layer;

import io.gossamer.ops.rows.CsrRows;
import java.util.Arrays;

/** Finds the columns of a field in sparse rows, whose columns ascend. */
final class SparseFields {
  private SparseFields() {}

  /** The position of the first column of a row that is at least {@code from}; the row's end where there is none. */
  static int first(CsrRows rows, int row, int from) {
    int found = Arrays.binarySearch(rows.columns(), rows.rowStart()[row], rows.rowStart()[row + 1], from);
    return found < 0 ? -found - 1 : found;
  }
}
