package io.gossamer.driver.score;

import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.LoadedData;
import io.gossamer.driver.data.ShardLoader;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.ops.loss.Measures;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Measures a model on labelled rows. */
public final class EvaluationJob {
  private EvaluationJob() {}

  /**
   * @param data where the rows are; {@code data.train} names them, nothing is split off
   */
  public static Measures measure(SparkSession spark, Model model, DataSettings data, FeatureSettings features) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (LoadedData rows = new ShardLoader(spark, data, features, model.origin().seed()).loadWith(model.schema());
        RoundExecutor rounds = new SparkRounds(context, Scorer.spec(model), rows.shards())) {
      return rounds.measure(Split.TEST, model.mask(), model.values());
    }
  }
}
