package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.AtomicType;

/**
 * Rows to predict for: no label needed.
 *
 * @param passed positions of the columns that are handed through: all with plain values
 */
public record PredictionTable(Dataset<Row> rows, RowReader reader, int[] passed) {
  /**
   * @throws InvalidInput if the rows do not have the features of the schema
   */
  public static PredictionTable open(
      SparkSession spark, DataSettings data, FeatureSettings features, Schema schema) {
    if (data.format() == DataFormat.IDX) {
      throw new InvalidInput("predict reads csv, parquet and libsvm; for images use evaluate, or write them as Parquet "
          + "with one array column and name it in features.columns");
    }
    String path = Paths.resolve(data.train(), "--data", spark.sparkContext().hadoopConfiguration());
    Dataset<Row> table = data.format() == DataFormat.LIBSVM
        ? Sources.libsvm(spark, path, schema.featureCount()) : Sources.table(spark, data, path);
    TableSource source =
        new TableSource(table, data.train(), "", "", features.columns(), Set.copyOf(features.exclude()));
    if (source.features() != schema.featureCount()) {
      throw new InvalidInput(data.train() + " has " + source.features() + " features, the model was trained on "
          + schema.featureCount() + "; give the same columns in features.columns");
    }
    int[] passed = IntStream.range(0, table.columns().length)
        .filter(column -> table.schema().apply(column).dataType() instanceof AtomicType).toArray();
    return new PredictionTable(table, source.reader(Labels.values()), passed);
  }
}
