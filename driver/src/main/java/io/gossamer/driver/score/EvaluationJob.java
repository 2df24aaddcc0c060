package io.gossamer.driver.score;

import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.LoadedData;
import io.gossamer.driver.data.ShardLoader;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.spark.Waits;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.ops.loss.Measures;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Measures a model on labelled rows. */
public final class EvaluationJob {
  private EvaluationJob() {}

  /**
   * @param data where the rows are; {@code data.train} names them, nothing is split off
   * @param waits for the rows, then for the pass over them
   * @throws io.gossamer.driver.spark.Overdue if one takes too long
   */
  public static Measures measure(
      SparkSession spark, Model model, DataSettings data, FeatureSettings features, Waits waits) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ShardLoader loader = new ShardLoader(spark, data, features, model.origin().seed());
    try (LoadedData rows =
            waits.during(spark.sparkContext(), "loading the rows", () -> loader.loadWith(model.schema()));
        RoundExecutor rounds = SparkRounds.passes(context, Scorer.spec(model), rows.shards(), waits)) {
      return rounds.measure(Split.TEST, model.mask(), model.values());
    }
  }
}
