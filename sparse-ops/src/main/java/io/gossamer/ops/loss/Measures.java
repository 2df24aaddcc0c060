package io.gossamer.ops.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weighted sums from which every metric follows. Sums are added in a fixed order (row by row, then shard by shard), so
 * that a metric has the same bits whatever computed it.
 */
public final class Measures {
  /** Doubles that describe one instance, in the order of {@link #toArray}. */
  public static final int LENGTH = 8;

  private final boolean classifies;
  private double rows;
  private double weight;
  private double loss;
  private double correct;
  private double squared;
  private double absolute;
  private double label;
  private double labelSquared;

  public Measures(boolean classifies) {
    this.classifies = classifies;
  }

  /** The inverse of {@link #toArray}. */
  public static Measures of(boolean classifies, double[] sums) {
    Measures measures = new Measures(classifies);
    measures.rows = sums[0];
    measures.weight = sums[1];
    measures.loss = sums[2];
    measures.correct = sums[3];
    measures.squared = sums[4];
    measures.absolute = sums[5];
    measures.label = sums[6];
    measures.labelSquared = sums[7];
    return measures;
  }

  public double[] toArray() {
    return new double[] {rows, weight, loss, correct, squared, absolute, label, labelSquared};
  }

  void addClassified(double weight, double loss, boolean correct) {
    rows++;
    this.weight += weight;
    this.loss += weight * loss;
    this.correct += correct ? weight : 0;
  }

  void addValue(double weight, double loss, double prediction, double label) {
    rows++;
    double error = prediction - label;
    this.weight += weight;
    this.loss += weight * loss;
    squared += weight * error * error;
    absolute += weight * Math.abs(error);
    this.label += weight * label;
    labelSquared += weight * label * label;
  }

  /** Adds the sums of another part of the data; call in shard order. */
  public void add(Measures other) {
    rows += other.rows;
    weight += other.weight;
    loss += other.loss;
    correct += other.correct;
    squared += other.squared;
    absolute += other.absolute;
    label += other.label;
    labelSquared += other.labelSquared;
  }

  public long rows() {
    return (long) rows;
  }

  /** Mean loss; NaN without rows. */
  public double meanLoss() {
    return loss / weight;
  }

  /** The figure people look at first: accuracy of classes in [0, 1], R2 of a regression. */
  public double headline() {
    return classifies ? correct / weight : rSquared();
  }

  /** Name of {@link #headline}. */
  public String headlineName() {
    return classifies ? "accuracy" : "r2";
  }

  private double rSquared() {
    double total = labelSquared - label * label / weight;
    return total > 0 ? 1 - squared / total : Double.NaN;
  }

  /** Every metric by name: loss and accuracy, or loss, mse, rmse, mae and r2. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("loss", meanLoss());
    if (classifies) {
      metrics.put("accuracy", correct / weight);
    } else {
      metrics.put("mse", squared / weight);
      metrics.put("rmse", Math.sqrt(squared / weight));
      metrics.put("mae", absolute / weight);
      metrics.put("r2", rSquared());
    }
    return metrics;
  }
}
