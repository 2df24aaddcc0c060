package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Opens inputs by their format. */
final class Sources {
  private static final String LIBSVM_LABEL = "label";
  private static final String LIBSVM_FEATURES = "features";

  private Sources() {}

  /**
   * @param key what names {@code path}, for messages
   * @param labelKey what names {@code labelPath}, which only images need
   * @param featureCount of libsvm rows; 0 finds it in the file
   */
  static RowSource open(
      SparkSession spark, DataSettings data, FeatureSettings features, String path, String key, String labelPath,
      String labelKey, int featureCount) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    String resolved = Paths.resolve(path, key, context.hadoopConfiguration());
    return switch (data.format()) {
      case IDX -> new IdxSource(
          context, resolved, Paths.resolve(labelPath, labelKey, context.hadoopConfiguration()));
      case LIBSVM -> new TableSource(
          libsvm(spark, resolved, featureCount), path, LIBSVM_LABEL, "", List.of(LIBSVM_FEATURES), Set.of());
      case CSV, PARQUET -> new TableSource(
          table(spark, data, resolved), path, data.label(), data.weight(), features.columns(),
          Set.copyOf(features.exclude()));
    };
  }

  /** A table as Spark reads it. */
  static Dataset<Row> table(SparkSession spark, DataSettings data, String path) {
    DataFrameReader reader = spark.read();
    return data.format() == DataFormat.PARQUET
        ? reader.parquet(path)
        : reader.option("header", data.header()).option("sep", data.separator()).option("inferSchema", true).csv(path);
  }

  static Dataset<Row> libsvm(SparkSession spark, String path, int featureCount) {
    DataFrameReader reader = spark.read().format("libsvm");
    try {
      return featureCount > 0 ? reader.option("numFeatures", featureCount).load(path) : reader.load(path);
    } catch (RuntimeException e) {
      throw new InvalidInput(path + " cannot be read as libsvm rows \"label index:value ...\": " + e.getMessage(), e);
    }
  }
}
