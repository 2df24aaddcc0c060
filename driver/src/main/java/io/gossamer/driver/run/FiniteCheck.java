package io.gossamer.driver.run;

import io.gossamer.driver.round.RoundResult;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.round.Update;
import java.util.List;

/** Notices in the round itself that training runs away. */
record FiniteCheck(NetworkSpec network) {
  /**
   * @throws Diverged if a loss or a value is not finite
   */
  void check(RunState state, RoundResult result) {
    int round = state.round();
    for (Update update : result.updates()) {
      if (!Double.isFinite(update.lossSum())) {
        throw new Diverged("training diverged in round " + round + " on shard " + update.shard()
            + ": the loss is not finite; lower training.learningRate, or scale the features (features.scaling)");
      }
    }
    List<Window> windows = network.layout(state.mask().patterns()).windows();
    for (float[] values : state.models()) {
      for (Window window : windows) {
        check(round, window, values);
      }
    }
  }

  private static void check(int round, Window window, float[] values) {
    for (int p = window.offset(); p < window.end(); p++) {
      if (!Float.isFinite(values[p])) {
        throw new Diverged("training diverged in round " + round + ": " + window.name() + " holds " + values[p]
            + "; lower training.learningRate, or scale the features (features.scaling)");
      }
    }
  }
}
