package io.gossamer.driver.plan;

import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.round.DivergenceSettings;
import io.gossamer.driver.round.RoundSettings;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.settings.Setting;
import io.gossamer.worker.round.TrainingSettings;
import java.util.Map;

/** All settings of a training run, one section a component. */
public record Settings(
    @Setting(doc = "Where the rows come from and how they are split.") DataSettings data,
    @Setting(doc = "Which columns are features and how they are scaled.") FeatureSettings features,
    @Setting(doc = "The network and its loss.") ModelSettings model,
    @Setting(doc = "What single losses may be told.") LossSettings loss,
    @Setting(doc = "Which weights exist.") SparsitySettings sparsity,
    @Setting(doc = "The local steps.") TrainingSettings training,
    @Setting(doc = "Exchange between the shards.") RoundSettings rounds,
    @Setting(doc = "Several models trained side by side and averaged.") SoupSettings soup,
    @Setting(doc = "What survives a lost driver.") CheckpointSettings checkpoint,
    @Setting(doc = "What is left behind.") OutputSettings output) {
  /** The same with another section {@code sparsity}. */
  Settings with(SparsitySettings sparsity) {
    return new Settings(data, features, model, loss, sparsity, training, rounds, soup, checkpoint, output);
  }

  /** The same with another answer to numbers that are not finite. */
  public Settings with(DivergenceSettings divergence) {
    return new Settings(
        data, features, model, loss, sparsity, training, rounds.with(divergence), soup, checkpoint, output);
  }

  /** The same, with sparse or dense execution as it was chosen before, layer by layer. */
  public Settings keeping(Map<String, Double> crossovers) {
    return with(sparsity.withExecution(sparsity.execution(), crossovers));
  }

  /** The same without what decides no bit of the model: paths, execution, who averages, checkpoints, output. */
  Settings deciding() {
    return new Settings(
        data.withoutPaths(), features, model, loss.withoutPaths(), sparsity.withExecution(Execution.AUTO, Map.of()),
        training, rounds.deciding(), soup, CheckpointSettings.DEFAULT, new OutputSettings(""));
  }
}
