package io.gossamer.driver.score;

import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.PredictionTable;
import io.gossamer.driver.model.Model;
import io.gossamer.ops.InvalidInput;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Predicts for every row of a table, keeping rows in order and their plain columns beside the prediction. */
public final class PredictionJob {
  private PredictionJob() {}

  /**
   * The table's plain columns, then {@code prediction} and, for classes, {@code probability}. Nothing is computed until
   * the result is used.
   */
  public static Dataset<Row> predict(SparkSession spark, Model model, DataSettings data, FeatureSettings features) {
    PredictionTable table = PredictionTable.open(spark, data, features, model.schema());
    Scorer scorer =
        Scorer.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), model, table.reader(), table.passed());
    StructType schema = new StructType();
    for (int column : table.passed()) {
      schema = schema.add(table.rows().schema().apply(column));
    }
    schema = model.schema().classes().isEmpty()
        ? schema.add("prediction", DataTypes.DoubleType)
        : schema.add("prediction", DataTypes.StringType).add("probability", DataTypes.DoubleType);
    requireFree(table);
    return spark.createDataFrame(table.rows().javaRDD().mapPartitions(scorer::score), schema);
  }

  private static void requireFree(PredictionTable table) {
    for (String taken : new String[] {"prediction", "probability"}) {
      if (Arrays.asList(table.rows().columns()).contains(taken)) {
        throw new InvalidInput("the rows have a column \"" + taken + "\" already; rename it, since the "
            + "prediction is written under that name");
      }
    }
  }
}
