package io.gossamer.ops.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weighted sums from which every metric follows. Sums are added in a fixed order (row by row, then shard by shard), so
 * that a metric has the same bits whatever computed it.
 */
public final class Measures {
  private static final int ROWS = 0;
  private static final int WEIGHT = 1;
  private static final int LOSS = 2;
  private static final int CORRECT = 3;
  private static final int SQUARED = 3;
  private static final int ABSOLUTE = 4;
  private static final int TARGET = 5;
  private static final int TARGET_SQUARED = 6;
  private static final int DEVIANCE = 7;
  private static final int LABELS_RIGHT = 4;
  private static final int FOUND = 5;
  private static final int CLAIMED = 6;
  private static final int EXISTING = 7;
  private static final int GENERAL = 8;

  /** Bins of scores, of which the area under the curve is made: exact up to ties within a bin. */
  private static final int BINS = 1024;

  private final LossKind kind;
  private final double[] sums;

  public Measures(LossKind kind) {
    this.kind = kind;
    this.sums = new double[GENERAL + (kind == LossKind.LOGISTIC ? 2 * BINS : 0)];
  }

  /** The inverse of {@link #toArray}. */
  public static Measures of(LossKind kind, double[] sums) {
    Measures measures = new Measures(kind);
    System.arraycopy(sums, 0, measures.sums, 0, measures.sums.length);
    return measures;
  }

  public double[] toArray() {
    return sums.clone();
  }

  /** One row and its loss. */
  void addRow(double weight, double loss) {
    sums[ROWS]++;
    sums[WEIGHT] += weight;
    sums[LOSS] += weight * loss;
  }

  /** One row, and whether its class, or all its labels, came out right. */
  void addClassified(double weight, double loss, boolean correct) {
    addRow(weight, loss);
    sums[CORRECT] += correct ? weight : 0;
  }

  /** The probability of class 1 of a row. */
  void addScore(double weight, float score, boolean positive) {
    int bin = (int) Math.min(BINS - 1, Math.max(0, score * BINS));
    sums[GENERAL + (positive ? BINS : 0) + bin] += weight;
  }

  /** One label of several. */
  void addLabel(double weight, boolean claimed, boolean existing) {
    sums[LABELS_RIGHT] += claimed == existing ? weight : 0;
    sums[FOUND] += claimed && existing ? weight : 0;
    sums[CLAIMED] += claimed ? weight : 0;
    sums[EXISTING] += existing ? weight : 0;
  }

  /** One value of a row; the weights of a row's values add up to the row's. */
  void addValue(double weight, double prediction, double target) {
    double error = prediction - target;
    sums[SQUARED] += weight * error * error;
    sums[ABSOLUTE] += weight * Math.abs(error);
    sums[TARGET] += weight * target;
    sums[TARGET_SQUARED] += weight * target * target;
  }

  /** The Poisson deviance of one value. */
  void addDeviance(double weight, double deviance) {
    sums[DEVIANCE] += weight * deviance;
  }

  /** Adds the sums of another part of the data; call in shard order. */
  public void add(Measures other) {
    for (int n = 0; n < sums.length; n++) {
      sums[n] += other.sums[n];
    }
  }

  public long rows() {
    return (long) sums[ROWS];
  }

  /** Mean loss; NaN without rows. */
  public double meanLoss() {
    return sums[LOSS] / sums[WEIGHT];
  }

  private double mean(int sum) {
    return sums[sum] / sums[WEIGHT];
  }

  /** The figure people look at first: accuracy in [0, 1], micro F1 of several labels, R2 of a regression. */
  public double headline() {
    return switch (kind.target()) {
      case CLASS -> mean(CORRECT);
      case LABELS -> microF1();
      case VALUES, ROW -> rSquared();
    };
  }

  /** Name of {@link #headline}. */
  public String headlineName() {
    return switch (kind.target()) {
      case CLASS -> "accuracy";
      case LABELS -> "f1";
      case VALUES, ROW -> "r2";
    };
  }

  private double rSquared() {
    double total = sums[TARGET_SQUARED] - sums[TARGET] * sums[TARGET] / sums[WEIGHT];
    return total > 0 ? 1 - sums[SQUARED] / total : Double.NaN;
  }

  private double microF1() {
    double possible = sums[CLAIMED] + sums[EXISTING];
    return possible > 0 ? 2 * sums[FOUND] / possible : Double.NaN;
  }

  /** The chance that a row of class 1 scores above one of class 0, ties counting half. */
  private double areaUnderCurve() {
    double below = 0;
    double won = 0;
    double positives = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double negative = sums[GENERAL + bin];
      double positive = sums[GENERAL + BINS + bin];
      won += positive * (below + 0.5 * negative);
      below += negative;
      positives += positive;
    }
    return won / (below * positives);
  }

  /** Every metric by name, the loss first. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", meanLoss());
    switch (kind.target()) {
      case CLASS -> metrics.put("accuracy", mean(CORRECT));
      case LABELS -> {
        metrics.put("f1", microF1());
        metrics.put("labelAccuracy", mean(LABELS_RIGHT));
        metrics.put("exactMatch", mean(CORRECT));
      }
      case VALUES, ROW -> {
        metrics.put("mse", mean(SQUARED));
        metrics.put("rmse", Math.sqrt(mean(SQUARED)));
        metrics.put("mae", mean(ABSOLUTE));
        metrics.put("r2", rSquared());
      }
    }
    if (kind == LossKind.LOGISTIC) {
      metrics.put("auc", areaUnderCurve());
    } else if (kind == LossKind.POISSON) {
      metrics.put("deviance", mean(DEVIANCE));
    }
    return metrics;
  }
}
