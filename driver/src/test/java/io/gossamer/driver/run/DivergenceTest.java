package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.DivergenceSettings;
import io.gossamer.driver.round.DivergenceSettings.Action;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.round.Update;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Numbers that are not finite are caught in the round in which they appear, named, and handled as the plan says. */
class DivergenceTest {
  private final List<String> told = new ArrayList<>();
  private float rateFactor;

  private static Plan plan(Action action, double factor, int most, double rate) {
    Settings settings = RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, rate, 7, 1);
    return RunTest.plan(settings.with(new DivergenceSettings(action, factor, most)));
  }

  private final RunListener listener = new RunListener() {
    @Override
    public void skipped(int round, int particle, int shard, String why) {
      told.add("skipped " + round + " " + particle + " " + shard + " " + why);
    }

    @Override
    public void rolledBack(int round, double factor, String why) {
      told.add("rolled back " + round + " " + factor);
    }
  };

  /** Local rounds whose updates pass through {@code change}. */
  private RoundExecutor changed(Plan plan, UnaryOperator<Update> change) {
    RoundExecutor rounds = RunTest.local(plan);
    return (RoundExecutor) Proxy.newProxyInstance(
        DivergenceTest.class.getClassLoader(), new Class<?>[] {RoundExecutor.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("train")) {
            RoundWork work = (RoundWork) arguments[0];
            rateFactor = work.particles().get(0).assignment().rateFactor();
            RoundResult result = rounds.train(work);
            return new RoundResult(result.updates().stream().map(change).toList(), result.bytes());
          }
          try {
            return method.invoke(rounds, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static Update with(Update update, double loss, float[] values) {
    return new Update(update.round(), update.particle(), update.shard(), update.maskVersion(), update.maskHash(),
        update.steps(), update.rows(), update.weight(), loss, update.computeNanos(), values);
  }

  /** A NaN in the bias of the second layer, from shard 1 in round 3. */
  private static UnaryOperator<Update> nanInRoundThree(Plan plan) {
    return update -> {
      if (update.round() != 3 || update.shard() != 1) {
        return update;
      }
      float[] values = update.values().clone();
      List<Window> windows = plan.train().network()
          .layout(RunState.first(plan, OuterOptimizer.of(
              plan.settings().rounds().outer())).mask().patterns()).windows();
      Window bias = windows.stream().filter(window -> window.name().equals("fc2.bias")).findFirst().orElseThrow();
      values[bias.offset() + 1] = Float.NaN;
      return with(update, update.lossSum(), values);
    };
  }

  private RunState run(Plan plan, UnaryOperator<Update> change) {
    try (RoundExecutor rounds = changed(plan, change)) {
      return new Run(plan, rounds, 2, listener).run();
    }
  }

  private static void assertFinite(RunState state) {
    for (float value : state.mean()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void aNanIsNamedByRoundParticleShardAndLayer() {
    Plan plan = plan(Action.STOP, 0.5, 10, 0.05);

    assertThatThrownBy(() -> run(plan, nanInRoundThree(plan))).isInstanceOf(Diverged.class)
        .hasMessageContaining("in round 3, particle 0, shard 1: fc2.bias holds NaN");
  }

  @Test
  void aLossThatIsNotFiniteIsNamedToo() {
    Plan plan = plan(Action.STOP, 0.5, 10, 0.05);

    assertThatThrownBy(() -> run(plan, update -> update.round() == 2 && update.shard() == 3
        ? with(update, Double.POSITIVE_INFINITY, update.values()) : update)).isInstanceOf(Diverged.class)
        .hasMessageContaining("in round 2, particle 0, shard 3: the loss is Infinity");
  }

  @Test
  void aSkippedShardIsCountedAndTheRestIsAveraged() {
    Plan plan = plan(Action.SKIP, 0.5, 10, 0.05);

    RunState last = run(plan, nanInRoundThree(plan));

    assertThat(told).containsExactly("skipped 3 0 1 fc2.bias holds NaN");
    assertFinite(last);
    assertThat(last.round()).isEqualTo(plan.rounds());
  }

  @Test
  void tooManySkippedShardsEndTheRun() {
    Plan plan = plan(Action.SKIP, 0.5, 2, 0.05);

    assertThatThrownBy(() -> run(plan, update -> update.shard() == 1
        ? with(update, Double.NaN, update.values()) : update)).isInstanceOf(Diverged.class)
        .hasMessageContaining("in round 3, particle 0, shard 1: the loss is NaN, after 2 skipped shards");
    assertThat(told).hasSize(2);
  }

  @Test
  void aRoundWithoutAnySoundShardEndsTheRun() {
    Plan plan = plan(Action.SKIP, 0.5, 100, 0.05);

    assertThatThrownBy(() -> run(plan, update -> with(update, Double.NaN, update.values())))
        .isInstanceOf(Diverged.class).hasMessageContaining("in round 1 on all shards");
  }

  /** A NaN in round 3 unless the steps are small. */
  private Update unlessSmall(Update update) {
    return update.round() == 3 && rateFactor > 0.3 ? with(update, Double.NaN, update.values()) : update;
  }

  @Test
  void rollbacksShrinkStepsUntilTrainingHolds() {
    Plan plan = plan(Action.ROLLBACK, 0.5, 10, 0.05);

    RunState last = run(plan, this::unlessSmall);

    assertThat(told).containsExactly("rolled back 3 0.5", "rolled back 3 0.25");
    assertFinite(last);
    assertThat(last.round()).isEqualTo(plan.rounds());
    assertThat(DivergenceGuard.rateFactor(last)).isEqualTo(0.25f);
    assertThat(rateFactor).isEqualTo(0.25f);
  }

  @Test
  void rollbacksThatDoNotHelpEndTheRun() {
    Plan plan = plan(Action.ROLLBACK, 0.5, 3, 0.05);

    assertThatThrownBy(() -> run(plan, nanInRoundThree(plan))).isInstanceOf(Diverged.class)
        .hasMessageContaining("3 rollbacks did not help");
    assertThat(told).containsExactly("rolled back 3 0.5", "rolled back 3 0.25", "rolled back 3 0.125");
  }

  @Test
  void aRunThatRolledBackGoesOnToTheSameBitsAfterACheckpoint() {
    Plan plan = plan(Action.ROLLBACK, 0.5, 10, 0.05);
    List<RunState> states = new ArrayList<>();
    RunState whole;
    RunState resumed;
    try (RoundExecutor rounds = changed(plan, this::unlessSmall)) {
      Run run = new Run(plan, rounds, 2, listener);
      whole = run.run(run.first(), state -> states.add(
          RunSnapshot.state(plan, RunSnapshot.of(plan, state, new Totals()))));
    }

    try (RoundExecutor rounds = changed(plan, this::unlessSmall)) {
      resumed = new Run(plan, rounds, 2, listener).run(states.get(states.size() / 2), StateKeeper.NONE);
    }

    assertThat(resumed.mean()).isEqualTo(whole.mean());
    assertThat(resumed.numbers()).isEqualTo(whole.numbers());
  }
}
