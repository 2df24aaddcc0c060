package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Opens inputs by their format. */
final class Sources {
  private static final String LIBSVM_LABEL = "label";
  private static final FeatureSettings LIBSVM_FEATURES =
      new FeatureSettings(List.of("features"), List.of(), 0, ScalingKind.NONE, Layout.AUTO);

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
    if (data.format() == DataFormat.IDX) {
      return new IdxSource(
          context, Paths.resolve(path, key, context.hadoopConfiguration()),
          Paths.resolve(labelPath, labelKey, context.hadoopConfiguration()));
    }
    Dataset<Row> table = table(spark, data, path, key, featureCount);
    if (data.format() == DataFormat.LIBSVM) {
      return source(table, path, LIBSVM_LABEL, "", LIBSVM_FEATURES);
    }
    if (data.label().isEmpty()) {
      throw new InvalidInput("data.label is not set; name the column of the label, one of "
          + Columns.listed(List.of(table.columns())));
    }
    return source(table, path, data.label(), data.weight(), features);
  }

  private static TableSource source(
      Dataset<Row> table, String name, String label, String weight, FeatureSettings features) {
    try {
      return new TableSource(table, name, label, weight, features);
    } catch (Exception e) { // Looks into the first rows; Spark throws checked exceptions that it does not declare.
      throw Unreadable.explain(name, e);
    }
  }

  /** A table without regard to a label. */
  static TableSource unlabelled(Dataset<Row> table, DataSettings data, FeatureSettings features) {
    return data.format() == DataFormat.LIBSVM
        ? source(table, data.train(), "", "", LIBSVM_FEATURES)
        : source(table, data.train(), "", "", features);
  }

  /**
   * A csv, Parquet or libsvm table as Spark reads it.
   *
   * @throws InvalidInput if the file is missing, or is no such table
   */
  static Dataset<Row> table(SparkSession spark, DataSettings data, String path, String key, int featureCount) {
    String resolved = Paths.resolve(path, key, spark.sparkContext().hadoopConfiguration());
    DataFrameReader reader = spark.read();
    if (featureCount > 0) {
      reader.option("numFeatures", featureCount);
    }
    try {
      return switch (data.format()) {
        case LIBSVM -> reader.format("libsvm").load(resolved);
        case PARQUET -> reader.parquet(resolved);
        case JSON -> reader.json(resolved);
        case CSV -> reader.option("header", data.header()).option("sep", data.separator()).option("inferSchema", true)
            .option("ignoreLeadingWhiteSpace", true).option("ignoreTrailingWhiteSpace", true).csv(resolved);
        case IDX -> throw new InvalidInput(key + " names images, which are no table of rows");
      };
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
      throw Unreadable.explain(path, e);
    }
  }
}
