package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.round.Split;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.RealData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real files arrive whole, with the counts their publishers state. */
class RealDataTest {
  private static LoadedData load(DataSettings data, FeatureSettings features) {
    return new ShardLoader(TestSpark.session(), data, features, 1).load(true);
  }

  private static long rows(LoadedData data, Split split) {
    return data.shards().get(split).map(shard -> (long) shard.rows().count()).reduce(Long::sum);
  }

  private static DataSettings idx(String set) {
    return new DataSettings(
        DataFormat.IDX,
        path(set + "/train-images-idx3-ubyte.gz"), path(set + "/train-labels-idx1-ubyte.gz"), "", "",
        path(set + "/t10k-images-idx3-ubyte.gz"), path(set + "/t10k-labels-idx1-ubyte.gz"),
        0, 0, "label", "", true, ",", List.of(), 4, true);
  }

  private static String path(String relative) {
    return RealData.of(relative).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "fashion-mnist"})
  void imagesArriveWhole(String set) {
    try (LoadedData data = load(idx(set), Fixtures.features(ScalingKind.GLOBAL, Layout.AUTO))) {
      assertThat(rows(data, Split.TRAIN)).isEqualTo(60_000);
      assertThat(rows(data, Split.TEST)).isEqualTo(10_000);
      assertThat(data.schema().featureCount()).isEqualTo(784);
      assertThat(data.schema().classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(data.shards()).doesNotContainKey(Split.VALIDATION);
      assertThat(data.shards().get(Split.TRAIN).map(shard -> shard.rows().count()).collect()).hasSize(4)
          .allSatisfy(count -> assertThat(count).isBetween(14_500, 15_500));
      assertThat(data.shards().get(Split.TRAIN).map(shard -> shard.rows() instanceof DenseRows).collect())
          .containsOnly(true);
    }
  }

  /** 0.1307 and 0.3081 are the figures everybody quotes for these images. */
  @Test
  void globalScalingOfMnistIsTheWellKnownOne() {
    try (LoadedData data = load(idx("mnist"), Fixtures.features(ScalingKind.GLOBAL, Layout.AUTO))) {
      Scaling scaling = data.schema().scaling();

      assertThat(String.format("%.4f", scaling.offset()[0])).isEqualTo("0.1307");
      assertThat(String.format("%.4f", 1 / scaling.factor()[0])).isEqualTo("0.3081");
    }
  }

  @Test
  void libsvmStaysSparseWithTheTrainingRowsFeatureCount() {
    DataSettings a9a = new DataSettings(
        DataFormat.LIBSVM, path("a9a/a9a.gz"), "", "", "", path("a9a/a9a.t.gz"), "", 0.1, 0, "label", "", true, ",",
        List.of(), 4, true);

    try (LoadedData data = load(a9a, Fixtures.features(ScalingKind.NONE, Layout.AUTO))) {
      assertThat(rows(data, Split.TRAIN) + rows(data, Split.VALIDATION)).isEqualTo(32_561);
      assertThat(rows(data, Split.VALIDATION)).isBetween(3_000L, 3_500L);
      assertThat(rows(data, Split.TEST)).isEqualTo(16_281);
      assertThat(data.schema().featureCount()).isEqualTo(123);
      assertThat(data.schema().classes()).containsExactly("-1", "1");
      assertThat(data.shards().get(Split.TEST).map(shard -> shard.rows() instanceof CsrRows).collect())
          .containsOnly(true);
    }
  }

  @Test
  void csvWithoutHeaderIsReadByPosition() {
    DataSettings covtype = new DataSettings(
        DataFormat.CSV, path("covtype20k/covtype.20k.data.gz"), "", "", "", "", "", 0.1, 0.2, "_c54", "", false, ",",
        List.of(), 4, true);

    try (LoadedData data = load(covtype, Fixtures.features(ScalingKind.STANDARD, Layout.AUTO))) {
      assertThat(rows(data, Split.TRAIN) + rows(data, Split.VALIDATION) + rows(data, Split.TEST)).isEqualTo(20_000);
      assertThat(rows(data, Split.TEST)).isBetween(3_700L, 4_300L);
      assertThat(data.schema().featureCount()).isEqualTo(54);
      assertThat(data.schema().classes()).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }
  }
}
