package io.gossamer.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.Layout;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.round.RoundSettings;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.method.InitialSettings;
import io.gossamer.masks.method.InitialSettings.FirstFanIn;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.round.OptimizerState;
import io.gossamer.worker.round.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final long HEAP = 2L << 30;

  private static Settings settings(String path, LossKind loss, int localSteps, String output) {
    return new Settings(
        new DataSettings(
            DataFormat.CSV, path, "", "", "", "", "", 0, 0, "label", "", true, ",", List.of(), 4, true),
        new FeatureSettings(List.of(), List.of(), 0, ScalingKind.NONE, Layout.AUTO),
        new ModelSettings(List.of(300, 100), loss),
        new LossSettings(0, List.of(), 1, 0.5, "", 0, 1, 0, List.of()),
        Defaults.of(SparsitySettings.class, Map.of("method", MaskMethods.GRADUAL, "sparsity", 0.95)),
        new TrainingSettings(30, 32, 0.1, LearningRate.Shape.STEP, 1, List.of(20.0, 10.0), 0.1,
            OptimizerKind.SGD, OptimizerState.RESET, 0.9, true, 0.9, 0.999, 1e-8, 0, 0, 0, 1),
        Defaults.of(RoundSettings.class, Map.of("localSteps", localSteps)), SoupSettings.none(),
        CheckpointSettings.DEFAULT, new OutputSettings(output));
  }

  private static Settings method(MaskMethods method, FirstFanIn fanIn) {
    return Defaults.of(Settings.class, Map.of("sparsity", Defaults.of(SparsitySettings.class, Map.of(
        "method", method, "initial", Defaults.of(InitialSettings.class, Map.of("fanIn", fanIn))))));
  }

  private static DataFacts facts(String... classes) {
    return new DataFacts(60_000, 784, List.of(), List.of(classes), TargetScale.NONE, false, 190_000_000, "abc");
  }

  private static Plan plan(Settings settings) {
    return Planner.plan(settings, facts("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), HEAP);
  }

  @Test
  void stepsFollowFromRowsShardsAndBatch() {
    Plan plan = plan(settings("a.csv", LossKind.SOFTMAX, 100, ""));

    assertThat(plan.stepsPerEpoch()).isEqualTo(469);
    assertThat(plan.totalSteps()).isEqualTo(30 * 469);
    assertThat(plan.rounds()).isEqualTo(141);
    assertThat(plan.steps(plan.phases().get(0), 139 * 100L)).isEqualTo(100);
    assertThat(plan.steps(plan.phases().get(0), 140 * 100L)).isEqualTo(70);
    LearningRate rate = (LearningRate) plan.train().learningRate();
    assertThat(rate.milestones()).containsExactly(4690L, 9380L);
    assertThat(rate.warmup()).isEqualTo(469);
  }

  @Test
  void countsAreThoseOfTheFinishedModel() {
    Plan plan = plan(settings("a.csv", LossKind.SOFTMAX, 100, ""));

    assertThat(plan.layers()).extracting(LayerPlan::nnz).containsExactly(9051, 3340, 919);
    assertThat(plan.nnz()).isEqualTo(13_310);
    assertThat(plan.parameters()).isEqualTo(13_720);
  }

  @Test
  void ownChoiceOfLocalStepsIsAtMostAnEpochAndSaysWhy() {
    Plan plan = plan(settings("a.csv", LossKind.SOFTMAX, 0, ""));

    assertThat(plan.localSteps()).isBetween(1, 469);
    assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith(plan.localSteps() + " local steps a round: "));
    assertThat(plan.localSteps()).isEqualTo(plan(settings("a.csv", LossKind.SOFTMAX, 0, "")).localSteps());
  }

  @Test
  void methodsThatDropAndGrowStartAsADenseLayerUnlessToldOtherwise() {
    assertThat(plan(method(MaskMethods.RIGL, FirstFanIn.AUTO)).firstFanIn()).isEqualTo(FanIn.ALL);
    assertThat(plan(method(MaskMethods.RIGL, FirstFanIn.KEPT)).firstFanIn()).isEqualTo(FanIn.KEPT);
    assertThat(plan(method(MaskMethods.RANDOM, FirstFanIn.AUTO)).firstFanIn()).isEqualTo(FanIn.KEPT);
    assertThat(plan(method(MaskMethods.RANDOM, FirstFanIn.ALL)).firstFanIn()).isEqualTo(FanIn.ALL);
  }

  @Test
  void aMethodThatMeasuresAllPlacesNeedsMemoryForThem() {
    long places = 784 * 300 + 300 * 100 + 100 * 10;
    long set = plan(method(MaskMethods.SET, FirstFanIn.ALL)).memory().task();

    assertThat(plan(method(MaskMethods.RIGL, FirstFanIn.ALL)).memory().task() - set).isGreaterThan(88 * places);
  }

  @Test
  void theHashIgnoresWhereThingsLieAndNothingElse() {
    String hash = plan(settings("a.csv", LossKind.SOFTMAX, 100, "")).hash();

    assertThat(plan(settings("/other/b.csv", LossKind.SOFTMAX, 100, "/out")).hash()).isEqualTo(hash);
    assertThat(plan(settings("a.csv", LossKind.SOFTMAX, 101, "")).hash()).isNotEqualTo(hash);
  }

  @Test
  void refusesALossThatDoesNotFitTheClasses() {
    Settings logistic = settings("a.csv", LossKind.LOGISTIC, 0, "");
    Settings softmax = settings("a.csv", LossKind.SOFTMAX, 0, "");

    assertThatThrownBy(() -> Planner.plan(logistic, facts("a", "b", "c"), HEAP))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("needs two classes; the data has 3 (a, b, c)");
    assertThatThrownBy(() -> Planner.plan(softmax, facts("a"), HEAP))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("at least two classes");
  }

  @Test
  void refusesAModelThatTheDriverCannotHold() {
    assertThatThrownBy(() ->
        Planner.plan(settings("a.csv", LossKind.SOFTMAX, 0, ""), facts("a", "b"), 1 << 20))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("the driver needs ")
        .hasMessageContaining("--driver-memory");
  }

  private static Settings executed(Execution execution, Map<String, Double> crossover) {
    Settings settings = settings("a.csv", LossKind.SOFTMAX, 100, "");
    return settings.with(settings.sparsity().withExecution(execution, crossover));
  }

  private static Plan plan(Settings settings, Crossovers crossovers) {
    return Planner.plan(settings, facts("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), HEAP, 1, crossovers,
        Optional.empty());
  }

  @Test
  void executionIsAskedForOncePerOpenLayerAndStandsInThePlan() {
    List<String> asked = new ArrayList<>();
    Plan plan = plan(executed(Execution.AUTO, Map.of("fc2", 0.0)), work -> {
      asked.add(work.key());
      return asked.size() == 1 ? 0.61249 : 2;
    });

    assertThat(asked).containsExactly("linear out=300 on 784, 32 columns, no input gradient",
        "linear out=10 on 100, 32 columns");
    assertThat(plan.train().executions().crossovers()).containsExactly(0.612, 0.0, 2.0);
    assertThat(plan.layers()).extracting(LayerPlan::execution)
        .containsExactly("sparse, dense from density 0.612", "dense", "sparse");
    Plan again = plan(plan.toRerun(), work -> {
      throw new AssertionError("asked again for " + work);
    });
    assertThat(again.train()).isEqualTo(plan.train());
    assertThat(again.hash()).isEqualTo(plan.hash());
  }

  @Test
  void executionChangesNeitherTheHashNorIsItAskedForWhereItIsSet() {
    Crossovers none = work -> {
      throw new AssertionError("asked for " + work);
    };
    Plan sparse = plan(executed(Execution.SPARSE, Map.of()), none);
    Plan dense = plan(executed(Execution.DENSE, Map.of("fc3", 2.0)), none);

    assertThat(sparse.train().executions().crossovers()).containsOnly(Executions.NEVER_DENSE);
    assertThat(dense.train().executions().crossovers())
        .containsExactly(Executions.ALWAYS_DENSE, Executions.ALWAYS_DENSE, Executions.NEVER_DENSE);
    assertThat(sparse.hash()).isEqualTo(dense.hash());
    assertThat(dense.memory().task()).as("zeros written out take memory").isGreaterThan(sparse.memory().task());
  }

  @Test
  void refusesCrossoversOfNoLayerAndNoDensity() {
    assertThatThrownBy(() -> plan(executed(Execution.AUTO, Map.of("fc4", 0.5))))
        .hasMessage("sparsity.crossover names \"fc4\"; the layers are fc1, fc2, fc3");
    assertThatThrownBy(() -> plan(executed(Execution.AUTO, Map.of("fc1", -0.5))))
        .hasMessageStartingWith("sparsity.crossover.fc1 is -0.5; it must be a density from 0 (always dense)");
  }
}
