package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The mean of a round's updates, weighted by the rows they saw, summed in shard order whatever order they came in. */
public final class Averaging {
  private Averaging() {}

  /**
   * @param length values of the model
   * @param updates in shard order; those without steps have no say
   * @throws InvariantBroken if an update was made with another mask, or updates are not in order
   */
  public static float[] mean(Mask mask, int length, List<Update> updates) {
    Sum sum = new Sum(length);
    int before = -1;
    for (Update update : updates) {
      if (update.shard() <= before) {
        throw new InvariantBroken("updates must come in shard order; shard " + update.shard() + " follows " + before);
      }
      before = update.shard();
      mask.check(label(update), update.maskVersion(), update.maskHash());
      sum.add(update);
    }
    if (sum.weights == 0) {
      throw new InvalidInput("no training row has a weight above zero; check the column named by data.weight");
    }
    return sum.mean();
  }

  /**
   * Means of all arrays of a particle.
   *
   * @param like it
   */
  public static Replica mean(Mask mask, Replica like, List<Update> updates) {
    int length = like.values().length;
    Map<Slot, float[]> state = new TreeMap<>();
    like.slots().forEach(slot -> state.put(slot, mean(mask, length, updates.stream()
        .map(update -> update.steps() == 0 ? update : update.withArray(update.state().get(slot))).toList())));
    return new Replica(mean(mask, length, updates), state);
  }

  /** A weighted sum of values or of a slice of them, in doubles, in the order of the calls. */
  static final class Sum {
    private final double[] sum;
    private double weights;

    Sum(int length) {
      this.sum = new double[length];
    }

    /** Those without steps have no say. */
    void add(Update update) {
      if (!(update.weight() > 0)) {
        return;
      }
      float[] values = update.values();
      if (values.length != sum.length) {
        throw new InvariantBroken(label(update) + " has " + values.length + " values, the model " + sum.length);
      }
      for (int p = 0; p < sum.length; p++) {
        sum[p] += update.weight() * values[p];
      }
      weights += update.weight();
    }

    /** Whether something was added. */
    boolean hasMean() {
      return weights > 0;
    }

    float[] mean() {
      float[] mean = new float[sum.length];
      for (int p = 0; p < mean.length; p++) {
        mean[p] = (float) (sum[p] / weights);
      }
      return mean;
    }
  }

  static String label(Update update) {
    return "update of particle " + update.particle() + " from shard " + update.shard() + " in round " + update.round();
  }
}
