package io.gossamer.masks.method;

import io.gossamer.masks.schedule.Interval;

/** The counts along a rise of sparsity, from those at its initial sparsity to those of the finished model. */
record Rise(MaskPlan plan, GradualSettings settings, int[] last) {
  static Rise of(MaskPlan plan) {
    return new Rise(plan, plan.settings().gradual(), plan.counts(plan.sparsity()));
  }

  Interval interval() {
    return Interval.of(settings.every(), settings.start(), settings.end(), plan.totalSteps());
  }

  /** No layer starts below where it ends, so that none ever has to grow. */
  int[] first() {
    int[] counts = plan.sharedCounts(Math.min(settings.initial(), plan.sparsity()));
    for (int l = 0; l < counts.length; l++) {
      counts[l] = Math.max(counts[l], last[l]);
    }
    return counts;
  }

  /** The counts after {@code step} local steps. */
  int[] at(long step) {
    int[] from = first();
    int[] counts = new int[last.length];
    double time = interval().time(step);
    for (int l = 0; l < counts.length; l++) {
      counts[l] = (int) Math.round(settings.curve().at(from[l], last[l], time));
    }
    return plan.structured(counts);
  }
}
