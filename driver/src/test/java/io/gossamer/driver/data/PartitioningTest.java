package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.round.Split;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.RowBuffer;
import io.gossamer.worker.shard.Shard;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows give the same shards, scaling and facts in any partitioning; a model refuses what does not fit it. */
class PartitioningTest {
  private static final StructType SCHEMA = new StructType()
      .add("x1", DataTypes.DoubleType).add("x2", DataTypes.IntegerType).add("x3", DataTypes.createDecimalType(8, 2))
      .add("label", DataTypes.StringType);

  @TempDir private Path directory;

  /** Rows with text labels; every tenth line stands twice. */
  private static Dataset<Row> rows() {
    List<String> lines = Fixtures.lines(150);
    lines.addAll(lines.subList(0, 15));
    return TestSpark.session().createDataFrame(
        lines.stream().map(line -> line.split(",")).map(cells -> RowFactory.create(
            Double.valueOf(cells[0]), Integer.valueOf(cells[1]), new java.math.BigDecimal(cells[2]),
            cells[3].equals("1") ? "yes" : "no")).toList(),
        SCHEMA);
  }

  private DataSettings parquet(Dataset<Row> rows, String name) {
    String path = directory.resolve(name).toString();
    rows.write().parquet(path);
    return Fixtures.data(DataFormat.PARQUET, path, "", 3, 0.2, 0.1, List.of(), true);
  }

  private static LoadedData load(DataSettings data, ScalingKind scaling) {
    return new ShardLoader(TestSpark.session(), data, Fixtures.features(scaling, Layout.AUTO), 5).load(true);
  }

  private static Map<Split, List<List<Object>>> contents(LoadedData data) {
    Map<Split, List<List<Object>>> contents = new EnumMap<>(Split.class);
    data.shards().forEach((split, shards) ->
        contents.put(split, shards.collect().stream().map(Fixtures::content).toList()));
    return contents;
  }

  @Test
  void oneThreeOrSevenPartitionsGiveTheSameBits() {
    Map<Split, List<List<Object>>> expected;
    Scaling scaling;
    String fingerprint;
    try (LoadedData one = load(parquet(rows().coalesce(1), "one"), ScalingKind.STANDARD)) {
      expected = contents(one);
      scaling = one.schema().scaling();
      fingerprint = one.facts().fingerprint();
      assertThat(expected).containsOnlyKeys(Split.values());
      assertThat(one.schema().classes()).containsExactly("no", "yes");
    }
    for (int parts : new int[] {3, 7}) {
      DataSettings data = parquet(rows().repartition(parts), "parts" + parts);
      try (LoadedData many = load(data, ScalingKind.STANDARD)) {
        assertThat(contents(many)).isEqualTo(expected);
        assertThat(many.schema().scaling().offset()).containsExactly(scaling.offset());
        assertThat(many.schema().scaling().factor()).containsExactly(scaling.factor());
        assertThat(many.facts().fingerprint()).isEqualTo(fingerprint);
      }
    }
  }

  @Test
  void theFingerprintIsOfContentAndSplitNotOfShardsOrScaling() {
    DataSettings data = parquet(rows(), "rows");
    DataSettings fewer = Fixtures.data(DataFormat.PARQUET, data.train(), "", 2, 0.2, 0.1, List.of(), true);
    DataSettings otherSplit = Fixtures.data(DataFormat.PARQUET, data.train(), "", 3, 0.3, 0.1, List.of(), true);

    try (LoadedData three = load(data, ScalingKind.STANDARD);
        LoadedData two = load(fewer, ScalingKind.NONE);
        LoadedData split = load(otherSplit, ScalingKind.NONE)) {
      assertThat(two.facts().fingerprint()).isEqualTo(three.facts().fingerprint());
      assertThat(split.facts().fingerprint()).isNotEqualTo(three.facts().fingerprint());
    }
  }

  @Test
  void closingLetsGoOfEveryShard() {
    LoadedData data = load(parquet(rows(), "rows"), ScalingKind.MIN_MAX);
    assertThat(TestSpark.context().getPersistentRDDs()).hasSize(3);

    data.close();

    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  @Test
  void rowsForAModelTakeItsClassesAndScalingAndAreAllMeasured() {
    DataSettings data = parquet(rows(), "rows");
    DataSettings onlyYes = parquet(rows().filter("label = 'yes'"), "yes");

    try (LoadedData trained = load(data, ScalingKind.STANDARD);
        LoadedData measured = new ShardLoader(
            TestSpark.session(), onlyYes, Fixtures.features(ScalingKind.NONE, Layout.AUTO), 1)
            .loadWith(trained.schema())) {
      assertThat(measured.shards()).containsOnlyKeys(Split.TEST);
      assertThat(measured.schema()).isEqualTo(trained.schema());
      long rows = 0;
      for (Shard shard : measured.shards().get(Split.TEST).collect()) {
        rows += shard.rows().count();
        for (int row = 0; row < shard.rows().count(); row++) {
          assertThat(shard.rows().label(row)).isEqualTo(1);
        }
      }
      assertThat(rows).isEqualTo(onlyYesCount()).isEqualTo(measured.facts().trainRows());
    }
  }

  private static long onlyYesCount() {
    return rows().filter("label = 'yes'").count();
  }

  @Test
  void rowsOfAnotherWidthOrUnknownLabelsDoNotFitAModel() {
    try (LoadedData trained = load(parquet(rows(), "rows"), ScalingKind.NONE)) {
      DataSettings narrow = parquet(rows().drop("x3"), "narrow");
      DataSettings unknown = parquet(rows().selectExpr("x1", "x2", "x3", "'maybe' AS label"), "unknown");
      FeatureSettings features = Fixtures.features(ScalingKind.NONE, Layout.AUTO);

      assertThatThrownBy(() -> new ShardLoader(TestSpark.session(), narrow, features, 1).loadWith(trained.schema()))
          .isInstanceOf(InvalidInput.class).hasMessageContaining("2 features, the model was trained on 3");
      assertThatThrownBy(() -> new ShardLoader(TestSpark.session(), unknown, features, 1).loadWith(trained.schema()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("label \"maybe\" is none of the classes no, yes of the model in 165 of 165 rows");
    }
  }

  @Test
  void rowsToPredictForNeedNoLabelAndAreReadLikeTrainingRows() {
    String path = parquet(rows().limit(1), "one").train();
    DataSettings one = Fixtures.data(DataFormat.PARQUET, path, "", 1, 0, 0, List.of(), true);
    try (LoadedData trained = load(one, ScalingKind.NONE)) {
      DataSettings bare = parquet(rows().limit(1).drop("label"), "bare");
      FeatureSettings columns =
          new FeatureSettings(trained.schema().columns(), List.of(), 0, ScalingKind.NONE, Layout.AUTO);
      PredictionTable table = PredictionTable.open(TestSpark.session(), bare, columns, trained.schema());
      RowBuffer buffer = new RowBuffer(3, false);

      table.rows().collectAsList().forEach(row -> table.reader().readOrRefuse(row, buffer));

      Rows read = buffer.toRows();
      Rows row = trained.shards().get(Split.TRAIN).first().rows();
      assertThat(((DenseRows) read).values()).containsExactly(((DenseRows) row).values());
      assertThatThrownBy(() -> table.reader().readOrRefuse(
          RowFactory.create(Double.NaN, 1, null), new RowBuffer(3, false)))
          .isInstanceOf(InvalidInput.class).hasMessageContaining("column \"x1\" is NaN")
          .hasMessageContaining("column \"x3\" is empty");
    }
  }
}
