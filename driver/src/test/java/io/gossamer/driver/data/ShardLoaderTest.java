package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.round.Split;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.worker.shard.Shard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardLoaderTest {
  private static final String HEADER = "x1,x2,x3,label";

  @TempDir private Path directory;

  private static LoadedData load(DataSettings data, FeatureSettings features) {
    return new ShardLoader(TestSpark.session(), data, features, 5).load(true);
  }

  private static FeatureSettings plain() {
    return Fixtures.features(ScalingKind.NONE, Layout.AUTO);
  }

  private static List<List<Object>> contents(LoadedData data, Split split) {
    return data.shards().get(split).collect().stream().map(Fixtures::content).toList();
  }

  private Path file(String name, List<String> lines) {
    return Fixtures.write(directory.resolve(name), HEADER, lines);
  }

  @Test
  void shardsDoNotDependOnOrderOrPartitioningOfTheInput() throws IOException {
    List<String> lines = Fixtures.lines(200);
    Path parts = Files.createDirectory(directory.resolve("parts"));
    List<String> shuffled = Fixtures.shuffled(lines, 3);
    for (int part = 0; part < 5; part++) {
      Fixtures.write(parts.resolve("p" + part + ".csv"), HEADER, shuffled.subList(part * 40, part * 40 + 40));
    }
    FeatureSettings scaled = Fixtures.features(ScalingKind.STANDARD, Layout.AUTO);

    try (LoadedData sorted = load(Fixtures.csv(file("sorted.csv", Fixtures.sortedByLabel(lines))), scaled);
        LoadedData spread = load(Fixtures.csv(parts), scaled)) {
      assertThat(contents(spread, Split.TRAIN)).isEqualTo(contents(sorted, Split.TRAIN));
      assertThat(spread.facts()).isEqualTo(sorted.facts());
      assertThat(contents(sorted, Split.TRAIN)).hasSize(3);
    }
  }

  @Test
  void everyShardOfLabelSortedInputHasBothClasses() {
    try (LoadedData data = load(Fixtures.csv(file("a.csv", Fixtures.sortedByLabel(Fixtures.lines(200)))), plain())) {
      for (Shard shard : data.shards().get(Split.TRAIN).collect()) {
        long ones = IntStream.range(0, shard.rows().count()).filter(row -> shard.rows().label(row) == 1).count();
        assertThat(ones).isBetween(shard.rows().count() / 4L, shard.rows().count() * 3L / 4);
      }
    }
  }

  @Test
  void theInputsOrderIsKeptWhenAsked() {
    Path file = file("a.csv", Fixtures.sortedByLabel(Fixtures.lines(90)));
    DataSettings ordered = Fixtures.data(DataFormat.CSV, file.toString(), "", 3, 0, 0, List.of(), false);

    try (LoadedData data = load(ordered, plain())) {
      List<Shard> shards = data.shards().get(Split.TRAIN).collect();
      assertThat(shards).extracting(shard -> shard.rows().count()).containsExactly(30, 30, 30);
      assertThat(IntStream.range(0, 30).mapToObj(row -> shards.get(0).rows().label(row))).containsOnly(0f);
      assertThat(IntStream.range(0, 30).mapToObj(row -> shards.get(2).rows().label(row))).containsOnly(1f);
    }
  }

  @Test
  void splitsByFractionAreDisjointCompleteAndStable() {
    List<String> lines = Fixtures.lines(600);
    DataSettings split = Fixtures.data(
        DataFormat.CSV, file("a.csv", lines).toString(), "", 2, 0.2, 0.3, List.of(), true);
    DataSettings again = Fixtures.data(
        DataFormat.CSV, file("b.csv", Fixtures.shuffled(lines, 1)).toString(), "", 2, 0.2, 0.3, List.of(), true);

    try (LoadedData data = load(split, plain()); LoadedData other = load(again, plain())) {
      long train = rows(data, Split.TRAIN);
      long validation = rows(data, Split.VALIDATION);
      long test = rows(data, Split.TEST);
      assertThat(train + validation + test).isEqualTo(600);
      assertThat(validation).isBetween(85L, 155L);
      assertThat(test).isBetween(140L, 220L);
      for (Split part : Split.values()) {
        assertThat(contents(other, part)).isEqualTo(contents(data, part));
      }
    }
  }

  private static long rows(LoadedData data, Split split) {
    return data.shards().get(split).collect().stream().mapToLong(shard -> shard.rows().count()).sum();
  }

  @Test
  void scalingIsFittedOnTheTrainingRowsOnly() {
    List<String> lines = Fixtures.lines(300);
    DataSettings split = Fixtures.data(
        DataFormat.CSV, file("a.csv", lines).toString(), "", 2, 0, 0.3, List.of(), true);

    try (LoadedData raw = load(split, plain());
        LoadedData scaled = load(split, Fixtures.features(ScalingKind.STANDARD, Layout.AUTO))) {
      double sum = 0;
      double squares = 0;
      long count = 0;
      for (Shard shard : raw.shards().get(Split.TRAIN).collect()) {
        DenseRows rows = (DenseRows) shard.rows();
        for (int row = 0; row < rows.count(); row++) {
          sum += rows.values()[3 * row];
          squares += rows.values()[3 * row] * rows.values()[3 * row];
          count++;
        }
      }
      double mean = sum / count;
      Scaling scaling = scaled.schema().scaling();
      assertThat((double) scaling.offset()[0]).isCloseTo(mean, within(1e-6));
      assertThat((double) scaling.factor()[0]).isCloseTo(1 / Math.sqrt(squares / count - mean * mean), within(1e-5));
    }
  }

  @Test
  void minMaxFillsZeroToOneAndConstantColumnsStayFinite() {
    Path file = Fixtures.write(directory.resolve("a.csv"), HEADER, List.of("2,7,0,0", "4,7,1,1", "3,7,0.5,0"));

    try (LoadedData data = load(Fixtures.csv(file), Fixtures.features(ScalingKind.MIN_MAX, Layout.AUTO))) {
      List<Float> values = new ArrayList<>();
      for (Shard shard : data.shards().get(Split.TRAIN).collect()) {
        for (float value : ((DenseRows) shard.rows()).values()) {
          values.add(value);
        }
      }
      assertThat(values).containsExactlyInAnyOrder(0f, 0f, 0f, 1f, 0f, 1f, 0.5f, 0f, 0.5f);
    }
  }

  @Test
  void sparseAndDenseLayoutPlaceRowsEqually() {
    Path file = file("a.csv", Fixtures.lines(120));

    try (LoadedData dense = load(Fixtures.csv(file), Fixtures.features(ScalingKind.NONE, Layout.DENSE));
        LoadedData sparse = load(Fixtures.csv(file), Fixtures.features(ScalingKind.NONE, Layout.SPARSE))) {
      List<Shard> a = dense.shards().get(Split.TRAIN).collect();
      List<Shard> b = sparse.shards().get(Split.TRAIN).collect();
      for (int s = 0; s < a.size(); s++) {
        assertThat(b.get(s).rows()).isInstanceOf(CsrRows.class);
        assertThat(b.get(s).rows().count()).isEqualTo(a.get(s).rows().count());
        for (int row = 0; row < a.get(s).rows().count(); row++) {
          assertThat(denseRow((CsrRows) b.get(s).rows(), row)).isEqualTo(denseRow((DenseRows) a.get(s).rows(), row));
        }
      }
    }
  }

  private static float[] denseRow(DenseRows rows, int row) {
    return java.util.Arrays.copyOfRange(rows.values(), row * rows.features(), (row + 1) * rows.features());
  }

  private static float[] denseRow(CsrRows rows, int row) {
    float[] values = new float[rows.features()];
    for (int n = rows.rowStart()[row]; n < rows.rowStart()[row + 1]; n++) {
      values[rows.columns()[n]] = rows.values()[n];
    }
    return values;
  }

  @Test
  void moreShardsThanRowsLeavesEmptyShards() {
    DataSettings many = Fixtures.data(
        DataFormat.CSV, file("a.csv", Fixtures.lines(3)).toString(), "", 16, 0, 0, List.of(), true);

    try (LoadedData data = load(many, plain())) {
      List<Shard> shards = data.shards().get(Split.TRAIN).collect();
      assertThat(shards).hasSize(16).extracting(Shard::index).isSorted();
      assertThat(shards.stream().filter(shard -> shard.rows().count() == 0).count()).isGreaterThanOrEqualTo(13);
      assertThat(rows(data, Split.TRAIN)).isEqualTo(3);
    }
  }

  @Test
  void arraysAndVectorsFlattenAndWeightsAreRead() {
    StructType schema = new StructType()
        .add("a", DataTypes.createArrayType(DataTypes.FloatType)).add("v", SQLDataTypes.VectorType())
        .add("flag", DataTypes.BooleanType).add("w", DataTypes.DoubleType).add("label", DataTypes.StringType);
    Dataset<Row> table = TestSpark.session().createDataFrame(
        List.of(
            RowFactory.create(List.of(1f, 2f), Vectors.sparse(3, new int[] {1}, new double[] {5}), true, 2.0, "cat"),
            RowFactory.create(List.of(3f, 4f), Vectors.dense(6, 7, 8), false, 0.5, "ant")),
        schema);
    String path = directory.resolve("t.parquet").toString();
    table.write().parquet(path);

    try (LoadedData data = load(
        Fixtures.data(DataFormat.PARQUET, path, "w", 1, 0, 0, List.of(), true), plain())) {
      DenseRows rows = (DenseRows) data.shards().get(Split.TRAIN).collect().get(0).rows();
      int cat = rows.label(0) == 1 ? 0 : 1;
      assertThat(data.schema().classes()).containsExactly("ant", "cat");
      assertThat(denseRow(rows, cat)).containsExactly(1, 2, 0, 5, 0, 1);
      assertThat(denseRow(rows, 1 - cat)).containsExactly(3, 4, 6, 7, 8, 0);
      assertThat(rows.weight(cat)).isEqualTo(2);
      assertThat(rows.weight(1 - cat)).isEqualTo(0.5f);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "1,NaN,0,1   | column \"x2\" is NaN in 1 of 5 rows (first: row 5)",
    "1,,0,1      | column \"x2\" is empty in 1 of 5 rows (first: row 5)",
    "1,1e39,0,1  | column \"x2\" is Infinity in 1 of 5 rows",
    "1,2,0,      | label \"label\" is empty in 1 of 5 rows",
    "1,abc,0,1   | column \"x2\" of"
  })
  void badCellsAreCountedAndNamed(String bad, String sentence) {
    List<String> lines = new ArrayList<>(List.of("1,2,3,0", "2,2,3,1", "3,2,3,0", "4,2,3,1"));
    lines.add(bad.strip());
    Path file = file("bad.csv", lines);

    assertThatThrownBy(() -> load(Fixtures.csv(file), plain()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining(sentence);
  }

  @Test
  void labelsOutsideTheClassesAreCountedAndNamed() {
    Path file = file("a.csv", List.of("1,2,3,0", "2,2,3,7", "3,2,3,7.0"));
    DataSettings data = Fixtures.data(DataFormat.CSV, file.toString(), "", 1, 0, 0, List.of("0", "1"), true);

    assertThatThrownBy(() -> load(data, plain()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("label \"7\" is none of the classes 0, 1 of data.classes in 2 of 3 rows (first: row 2)");
  }

  @Test
  void weightsBelowZeroAreRefused() {
    Path file = Fixtures.write(directory.resolve("w.csv"), "x,w,label", List.of("1,1,0", "2,-1,1"));
    DataSettings data = Fixtures.data(DataFormat.CSV, file.toString(), "w", 1, 0, 0, List.of(), true);

    assertThatThrownBy(() -> load(data, plain()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("weight \"w\" is -1, not a number of at least 0");
  }

  @Test
  void missingFilesColumnsAndRowsAreNamed() {
    Path file = file("a.csv", Fixtures.lines(5));
    DataSettings gone = Fixtures.csv(directory.resolve("gone.csv"));
    DataSettings noColumn = new DataSettings(
        DataFormat.CSV, file.toString(), "", "", "", "", "", 0, 0, "lable", "", true, ",", List.of(), 2, true);

    assertThatThrownBy(() -> load(gone, plain()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.train names").hasMessageContaining("gone.csv");
    assertThatThrownBy(() -> load(noColumn, plain())).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("data.label names column \"lable\"").hasMessageContaining("\"label\"");
    assertThatThrownBy(() -> load(Fixtures.csv(file("empty.csv", List.of())), plain()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("no training rows");
  }

  @Test
  void aRegressionReadsValues() {
    Path file = file("a.csv", List.of("1,2,3,0.25", "2,2,3,-7.5"));

    try (LoadedData data = new ShardLoader(TestSpark.session(), Fixtures.csv(file), plain(), 1).load(false)) {
      List<Float> labels = new ArrayList<>();
      data.shards().get(Split.TRAIN).collect().forEach(shard ->
          IntStream.range(0, shard.rows().count()).forEach(row -> labels.add(shard.rows().label(row))));
      assertThat(labels).containsExactlyInAnyOrder(0.25f, -7.5f);
      assertThat(data.schema().classes()).isEmpty();
    }
  }

  @Test
  void libsvmStaysSparseWhereMostIsZero() throws IOException {
    Path file = Files.write(directory.resolve("a.libsvm"),
        List.of("+1 3:1 70:0.5", "-1 1:2", "+1 99:1 100:4", "-1 5:1"));
    DataSettings data = Fixtures.data(DataFormat.LIBSVM, file.toString(), "", 2, 0, 0, List.of(), true);

    try (LoadedData loaded = load(data, plain())) {
      assertThat(loaded.schema().sparse()).isTrue();
      assertThat(loaded.schema().featureCount()).isEqualTo(100);
      assertThat(loaded.schema().classes()).containsExactly("-1", "1");
      assertThat(rows(loaded, Split.TRAIN)).isEqualTo(4);
    }
  }
}
