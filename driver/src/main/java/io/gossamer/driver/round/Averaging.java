package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.worker.round.Update;
import java.util.List;

/** The mean of a round's updates, weighted by the rows they saw, summed in shard order whatever order they came in. */
public final class Averaging {
  private Averaging() {}

  /**
   * @param length values of the model
   * @param updates in shard order; those without steps have no say
   * @throws InvariantBroken if an update was made with another mask, or updates are not in order
   */
  public static float[] mean(Mask mask, int length, List<Update> updates) {
    double[] sum = new double[length];
    double weights = 0;
    int before = -1;
    for (Update update : updates) {
      if (update.shard() <= before) {
        throw new InvariantBroken("updates must come in shard order; shard " + update.shard() + " follows " + before);
      }
      before = update.shard();
      mask.check(label(update), update.maskVersion(), update.maskHash());
      if (update.weight() > 0) {
        add(update, length, sum);
        weights += update.weight();
      }
    }
    if (weights == 0) {
      throw new InvalidInput("no training row has a weight above zero; check the column named by data.weight");
    }
    float[] mean = new float[length];
    for (int p = 0; p < length; p++) {
      mean[p] = (float) (sum[p] / weights);
    }
    return mean;
  }

  private static void add(Update update, int length, double[] sum) {
    float[] values = update.values();
    if (values.length != length) {
      throw new InvariantBroken(label(update) + " has " + values.length + " values, the model " + length);
    }
    for (int p = 0; p < length; p++) {
      sum[p] += update.weight() * values[p];
    }
  }

  private static String label(Update update) {
    return "update of particle " + update.particle() + " from shard " + update.shard() + " in round " + update.round();
  }
}
