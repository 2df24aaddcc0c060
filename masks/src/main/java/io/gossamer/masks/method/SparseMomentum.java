package io.gossamer.masks.method;

import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import java.util.Arrays;
import java.util.List;

/**
 * Drops by magnitude, shares what was dropped out among the layers by the mean momentum of their kept weights, and
 * grows in each where momentum is largest. Momentum is that of a dense SGD over some batches at the averaged weights.
 * Source: Dettmers and Zettlemoyer 2019, algorithm 1 (methods.md B11, golden F18); the number of kept weights stays
 * exactly the same here, so fractions of a weight go to the largest remainders instead of being carried over.
 */
final class SparseMomentum extends DropAndGrow {
  /** A layer never grows into the last hundredth of its free places. */
  private static final double ROOM = 0.99;

  /** Layers less sparse than this that still gain do not drop more than they are sparse. */
  private static final double NEARLY_DENSE = 0.2;

  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  int[] drops(MaskPlan plan, MaskMoment now, Evidence evidence) {
    double share = plan.settings().update().share(plan, now.step());
    double[] gain = gains(now, evidence);
    int[] drops = new int[gain.length];
    for (int l = 0; l < drops.length; l++) {
      Pattern pattern = now.mask().patterns().get(l);
      drops[l] = movable(plan, pattern, drops(share, gain[l], gain.length, pattern));
    }
    return drops;
  }

  /** How many of its kept weights a layer drops. */
  static int drops(double share, double gain, int layers, Pattern pattern) {
    double sparsity = 1 - pattern.density();
    boolean nearlyDense = sparsity < NEARLY_DENSE && gain > 1.0 / layers;
    return (int) Math.ceil((nearlyDense ? Math.min(sparsity, share) : share) * pattern.nnz());
  }

  /** Mean absolute momentum of each layer's kept weights, as shares of their sum. */
  private static double[] gains(MaskMoment now, Evidence evidence) {
    double[] momentum = evidence.atKept(Measure.MOMENTUM);
    double[] gains = new double[now.mask().patterns().size()];
    for (int l = 0; l < gains.length; l++) {
      int at = now.mask().weightsAt(l);
      int nnz = now.mask().patterns().get(l).nnz();
      gains[l] = nnz == 0 ? 0 : Arrays.stream(momentum, at, at + nnz).map(Math::abs).sum() / nnz;
    }
    double sum = Arrays.stream(gains).sum();
    return Arrays.stream(gains).map(gain -> sum == 0 ? 1.0 / gains.length : gain / sum).toArray();
  }

  @Override
  int[] grows(MaskPlan plan, MaskMoment now, Evidence evidence, int[] dropped) {
    double[] gain = gains(now, evidence);
    int[] room = new int[dropped.length];
    for (int l = 0; l < room.length; l++) {
      Pattern pattern = now.mask().patterns().get(l);
      int free = pattern.out() * pattern.in() - pattern.nnz();
      room[l] = plan.settings().update().regrown() == UpdateSettings.Regrown.NEVER ? free : free + dropped[l];
      if (isApart(plan, l)) {
        room[l] = 0;
      }
    }
    int total = 0;
    for (int l = 0; l < room.length; l++) {
      total += isApart(plan, l) ? 0 : dropped[l];
    }
    int[] grows = shared(gain, total, room);
    for (int l = 0; l < room.length; l++) {
      grows[l] += isApart(plan, l) ? dropped[l] : 0;
    }
    return grows;
  }

  /** {@code total} in proportion to the gains, within the room of each; whole numbers that add up. */
  static int[] shared(double[] gain, int total, int[] room) {
    int[] caps = Arrays.stream(room).map(r -> (int) (ROOM * r)).toArray();
    caps = Arrays.stream(caps).sum() >= total ? caps : room;
    double[] exact = new double[gain.length];
    boolean[] full = new boolean[gain.length];
    for (boolean clamped = true; clamped;) {
      clamped = false;
      double left = total;
      double gains = 0;
      for (int l = 0; l < exact.length; l++) {
        left -= full[l] ? caps[l] : 0;
        gains += full[l] ? 0 : gain[l];
      }
      for (int l = 0; l < exact.length; l++) {
        exact[l] = full[l] ? caps[l] : gains == 0 ? 0 : gain[l] / gains * left;
        if (!full[l] && exact[l] > caps[l]) {
          full[l] = true;
          clamped = true;
        }
      }
    }
    return whole(exact, total, caps);
  }

  private static int[] whole(double[] exact, int total, int[] caps) {
    int[] whole = Arrays.stream(exact).mapToInt(e -> (int) e).toArray();
    for (int left = total - Arrays.stream(whole).sum(); left > 0; left--) {
      int best = -1;
      for (int l = 0; l < whole.length; l++) {
        if (whole[l] < caps[l] && (best < 0 || exact[l] - whole[l] > exact[best] - whole[best])) {
          best = l;
        }
      }
      whole[best]++;
    }
    return whole;
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    return evidence.largest(Search.byLayer(Measure.MOMENTUM, except, counts));
  }
}
