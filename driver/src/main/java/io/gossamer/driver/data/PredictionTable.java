package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
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
    Dataset<Row> table = Sources.table(spark, data, data.train(), "--data", schema.featureCount());
    TableSource source = Sources.unlabelled(table, data, features);
    if (source.features() != schema.featureCount()) {
      throw new InvalidInput(data.train() + " has " + source.features() + " features, the model was trained on "
          + schema.featureCount() + "; give the same columns in features.columns");
    }
    int[] passed = IntStream.range(0, table.columns().length)
        .filter(column -> table.schema().apply(column).dataType() instanceof AtomicType).toArray();
    return new PredictionTable(table, source.reader(), passed);
  }
}
