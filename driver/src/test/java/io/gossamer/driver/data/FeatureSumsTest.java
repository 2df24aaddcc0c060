package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.RowBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureSumsTest {
  private static Rows rows(boolean sparse, float[]... rows) {
    RowBuffer buffer = new RowBuffer(rows[0].length, sparse);
    for (float[] row : rows) {
      buffer.start(0, 1);
      for (int f = 0; f < row.length; f++) {
        buffer.set(f, row[f]);
      }
    }
    return buffer.toRows();
  }

  private static Scaling scaling(ScalingKind kind, boolean sparse, Rows... shards) {
    FeatureSums sums = new FeatureSums(shards[0].features());
    List.of(shards).forEach(shard -> sums.add(FeatureSums.of(shard)));
    return sums.scaling(kind, sparse);
  }

  @Test
  void standardFindsASmallSpreadFarFromZero() {
    Rows far = rows(false, new float[] {4_000_000}, new float[] {4_000_001}, new float[] {4_000_002});

    Scaling scaling = scaling(ScalingKind.STANDARD, false, far);

    assertThat(scaling.offset()[0]).isEqualTo(4_000_001);
    assertThat((double) scaling.factor()[0]).isCloseTo(1 / Math.sqrt(2 / 3.0), within(1e-6));
  }

  @Test
  void standardFindsATinySpread() {
    Scaling scaling = scaling(ScalingKind.STANDARD, false, rows(false, new float[] {1e-9f}, new float[] {3e-9f}));

    assertThat((double) scaling.factor()[0]).isCloseTo(1e9, within(1e3));
  }

  @Test
  void aConstantFeatureBecomesExactlyZero() {
    float[] row = {0.1f, 0};
    float[][] many = new float[1_000][];
    java.util.Arrays.fill(many, row);
    Rows constant = rows(false, many);

    for (ScalingKind kind : List.of(ScalingKind.STANDARD, ScalingKind.MIN_MAX)) {
      DenseRows scaled = (DenseRows) scaling(kind, false, constant, constant).apply(constant);

      assertThat(scaled.values()).as(kind.name()).containsOnly(0);
    }
  }

  @Test
  void shardsMergeToTheSumsOfAllRows() {
    Rows one = rows(false, new float[] {1, -3}, new float[] {2, 8});
    Rows none = new RowBuffer(2, false).toRows();
    Rows two = rows(false, new float[] {6, 0.5f});
    Rows all = rows(false, new float[] {1, -3}, new float[] {2, 8}, new float[] {6, 0.5f});

    for (ScalingKind kind : ScalingKind.values()) {
      Scaling merged = scaling(kind, false, none, one, none, two);
      Scaling whole = scaling(kind, false, all);

      assertThat(merged.offset()).as(kind.name()).containsExactly(whole.offset(), within(1e-6f));
      assertThat(merged.factor()).as(kind.name()).containsExactly(whole.factor(), within(1e-6f));
    }
  }

  @Test
  void zerosThatAreNotStoredCount() {
    Seed.Stream stream = new Seed(2).stream();
    float[][] drawn = new float[50][3];
    for (float[] row : drawn) {
      row[0] = stream.nextInt(4) == 0 ? (float) stream.nextGaussian() : 0;
      row[1] = stream.nextInt(4) == 0 ? 5 : 0;
    }

    Scaling dense = scaling(ScalingKind.STANDARD, false, rows(false, drawn));
    Scaling sparse = scaling(ScalingKind.STANDARD, true, rows(true, drawn));

    assertThat(sparse.offset()).isEmpty();
    assertThat(sparse.factor()).containsExactly(dense.factor(), within(1e-5f));
    assertThat(sparse.factor()[2]).isEqualTo(1);
  }

  @Test
  void sparseMinMaxDividesByTheLargestMagnitudeAndKeepsZeros() {
    Rows rows = rows(true, new float[] {-4, 0}, new float[] {2, 0});

    CsrRows scaled = (CsrRows) scaling(ScalingKind.MIN_MAX, true, rows).apply(rows);

    assertThat(scaled.values()).containsExactly(-1, 0.5f);
    assertThat(scaled.columns()).containsExactly(0, 0);
  }

  @Test
  void globalHasOneMeanAndOneDeviation() {
    Scaling scaling = scaling(ScalingKind.GLOBAL, false, rows(false, new float[] {0, 2}, new float[] {4, 6}));

    assertThat(scaling.offset()).containsExactly(3, 3);
    assertThat((double) scaling.factor()[1]).isCloseTo(1 / Math.sqrt(5), within(1e-6));
  }
}
