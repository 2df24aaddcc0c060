package io.gossamer.worker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowHashTest {
  private static long hash(float label, float weight, float... features) {
    return RowHash.of(new DenseRows(features.length, features, new float[] {label}, new float[] {weight}), 0);
  }

  @Test
  void dependsOnLabelWeightFeatureAndColumn() {
    long[] hashes = {
      hash(0, 1, 1, 0, 2), hash(1, 1, 1, 0, 2), hash(0, 2, 1, 0, 2), hash(0, 1, 2, 0, 1), hash(0, 1, 1, 2, 0),
      hash(0, 1, 1, 0, 0), hash(0, 1, 0, 0, 0), hash(1, 0, 1, 0, 2)
    };

    assertThat(LongStream.of(hashes).distinct().count()).isEqualTo(hashes.length);
  }

  @Test
  void isTheSameStoredDenseOrSparse() {
    Rows dense = new DenseRows(4, new float[] {0, 5, 0, -1, 0, 0, 0, 0}, new float[] {1, 0}, null);
    Rows sparse = new CsrRows(4, new int[] {0, 2, 2}, new int[] {1, 3}, new float[] {5, -1}, new float[] {1, 0}, null);
    Rows withStoredZeros = new CsrRows(
        4, new int[] {0, 3, 4}, new int[] {0, 1, 3, 2}, new float[] {0, 5, -1, -0f}, new float[] {1, 0}, null);

    for (int row = 0; row < 2; row++) {
      assertThat(RowHash.of(sparse, row)).isEqualTo(RowHash.of(dense, row));
      assertThat(RowHash.of(withStoredZeros, row)).isEqualTo(RowHash.of(dense, row));
    }
  }

  @Test
  void minusZeroIsZeroInHashAndInRows() {
    RowBuffer buffer = new RowBuffer(2, false);
    buffer.start(-0f, 1);
    buffer.set(0, -0f);
    buffer.copy(new DenseRows(2, new float[] {-0f, 3}, new float[] {-0f}, null), 0);
    DenseRows rows = (DenseRows) buffer.toRows();

    assertThat(hash(-0f, 1, -0f, 3)).isEqualTo(hash(0, 1, 0, 3));
    assertThat(Float.floatToRawIntBits(rows.values()[0])).isZero();
    assertThat(Float.floatToRawIntBits(rows.values()[2])).isZero();
    assertThat(Float.floatToRawIntBits(rows.label(0))).isZero();
    assertThat(Float.floatToRawIntBits(rows.label(1))).isZero();
  }
}
