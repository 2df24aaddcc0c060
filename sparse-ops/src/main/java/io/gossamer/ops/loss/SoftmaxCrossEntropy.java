package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.FloatMath;
import io.gossamer.ops.kernel.Tile;

/**
 * {@code -log softmax(logits)[label]}, computed after subtracting the largest logit, times the class's weight. With
 * label smoothing e over K classes the target is {@code 1 - e + e / K} for the label and {@code e / K} for the others.
 * With distillation a and temperature T the loss is {@code (1 - a)} times that, plus {@code a T^2} times the
 * Kullback-Leibler divergence of {@code softmax(logits / T)} from the teacher's probabilities (Hinton et al. 2015).
 */
final class SoftmaxCrossEntropy implements Loss {
  private final LossSpec spec;
  private final float smoothing;
  private final boolean plain;

  SoftmaxCrossEntropy(LossSpec spec) {
    this.spec = spec;
    this.smoothing = (float) spec.labelSmoothing();
    this.plain = smoothing == 0 && spec.distillation() == 0;
  }

  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      int truth = (int) target[b];
      float weighed = weight[b] * spec.classWeight(truth);
      float factor = weighed * scale;
      float total = exponentials(logits, logitsAt + b, outputs, 1, scratch);
      if (plain) {
        sum += weighed * lossOf(scratch[truth], total, logits, logitsAt + b, outputs, truth);
        for (int o = 0; o < outputs; o++) {
          float probability = scratch[o] / total;
          delta[deltaAt + o * Tile.LANES + b] = factor * (o == truth ? probability - 1 : probability);
        }
      } else {
        sum += weighed * softened(
            logits, logitsAt + b, outputs, target, b, total, factor, delta, deltaAt + b, scratch);
      }
    }
    Columns.clear(delta, deltaAt, outputs, used, lanes);
    return sum;
  }

  /** Loss and gradient of one column with smoothing and teacher; {@code scratch} holds the exponentials. */
  private double softened(
      float[] logits, int at, int outputs, float[] target, int b, float total, float factor, float[] delta,
      int deltaAt, float[] scratch) {
    int truth = (int) target[b];
    float hard = 1 - (float) spec.distillation();
    double loss = 0;
    for (int o = 0; o < outputs; o++) {
      float wanted = (o == truth ? 1 - smoothing : 0) + smoothing / outputs;
      delta[deltaAt + o * Tile.LANES] = factor * hard * (scratch[o] / total - wanted);
      loss += wanted == 0 ? 0 : hard * wanted * lossOf(scratch[o], total, logits, at, outputs, o);
    }
    if (hard == 1) {
      return loss;
    }
    float temperature = (float) spec.temperature();
    float soft = 1 - hard;
    float softTotal = exponentials(logits, at, outputs, 1 / temperature, scratch);
    for (int o = 0; o < outputs; o++) {
      float teacher = target[(1 + o) * Tile.LANES + b];
      float student = scratch[o] / softTotal;
      delta[deltaAt + o * Tile.LANES] += factor * soft * temperature * (student - teacher);
      loss += teacher == 0 ? 0 : (double) soft * temperature * temperature * teacher
          * (StrictMath.log(teacher) - StrictMath.log(Math.max(student, Float.MIN_NORMAL)));
    }
    return loss;
  }

  @Override
  public void soften(float[] logits, int logitsAt, int outputs, int used, float[] target, float[] scratch) {
    float factor = 1 / (float) spec.temperature();
    for (int b = 0; b < used; b++) {
      float total = exponentials(logits, logitsAt + b, outputs, factor, scratch);
      for (int o = 0; o < outputs; o++) {
        target[(1 + o) * Tile.LANES + b] = scratch[o] / total;
      }
    }
  }

  @Override
  public void measure(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, float[] scratch,
      Measures measures) {
    for (int b = 0; b < used; b++) {
      float total = exponentials(logits, logitsAt + b, outputs, 1, scratch);
      int truth = (int) target[b];
      double loss = lossOf(scratch[truth], total, logits, logitsAt + b, outputs, truth);
      measures.addClassified(
          weight[b], spec.classWeight(truth) * loss, largest(logits, logitsAt + b, outputs) == truth);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      int row = at + b * outputs;
      float most = logits[logitsAt + largest(logits, logitsAt + b, outputs) * Tile.LANES + b];
      float total = 0;
      for (int o = 0; o < outputs; o++) {
        into[row + o] = FloatMath.exp(logits[logitsAt + o * Tile.LANES + b] - most);
        total += into[row + o];
      }
      for (int o = 0; o < outputs; o++) {
        into[row + o] /= total;
      }
    }
  }

  /** Fills {@code into} with {@code exp(factor * (logit - largest))} of one column and returns their sum. */
  private static float exponentials(float[] logits, int columnAt, int outputs, float factor, float[] into) {
    float most = logits[columnAt + largest(logits, columnAt, outputs) * Tile.LANES];
    float total = 0;
    for (int o = 0; o < outputs; o++) {
      into[o] = FloatMath.exp(factor * (logits[columnAt + o * Tile.LANES] - most));
      total += into[o];
    }
    return total;
  }

  /** From the logits, not from the exponential, which may have underflowed to zero. */
  private static double lossOf(
      float exponential, float total, float[] logits, int columnAt, int outputs, int truth) {
    if (exponential > 0) {
      return StrictMath.log(total) - StrictMath.log(exponential);
    }
    float most = logits[columnAt + largest(logits, columnAt, outputs) * Tile.LANES];
    return StrictMath.log(total) + most - logits[columnAt + truth * Tile.LANES];
  }

  /** The first of the largest logits of one column; 0 if all are NaN. */
  private static int largest(float[] logits, int columnAt, int outputs) {
    int best = 0;
    for (int o = 1; o < outputs; o++) {
      if (logits[columnAt + o * Tile.LANES] > logits[columnAt + best * Tile.LANES]) {
        best = o;
      }
    }
    return best;
  }
}
