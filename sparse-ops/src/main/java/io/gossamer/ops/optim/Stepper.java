package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Touched;
import io.gossamer.ops.values.Window;
import java.util.Arrays;

/**
 * An optimiser at work on one value array: holds its state and goes over the windows. In windows that a batch reaches
 * in few places, only those take a step: elsewhere momentum, moments and decay stand still until the place occurs again
 * (the "lazy" variants of embeddings). Allocates nothing after construction.
 */
public final class Stepper {
  private final Optimizer optimizer;
  private final Clipping clipping;
  private final Window[] windows;
  private final float[][] state;
  private long number;

  /**
   * @throws InvalidInput if the optimiser needs whole windows and some are reached in few places
   */
  public Stepper(Optimizer optimizer, Clipping clipping, ParameterLayout layout, Touched touched) {
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.windows = layout.windows().toArray(Window[]::new);
    this.state = new float[optimizer.slots()][layout.length()];
    for (int n = 0; n < windows.length; n++) {
      if (optimizer.needsWholeWindows() && touched.isFew(n)) {
        throw new InvalidInput("training.optimizer lamb scales whole layers, but " + windows[n].name()
            + " is updated only where rows reach it; use adam, adamw, adagrad or sgd");
      }
    }
  }

  /** Back to the state before the first step. */
  public void reset() {
    for (float[] slot : state) {
      Arrays.fill(slot, 0f);
    }
    number = 0;
  }

  /**
   * One step, in place.
   *
   * @param gradients clipped in place
   * @param touched blocks of the windows that were reached in few places
   */
  public void step(float[] values, float[] gradients, Touched touched, float rate) {
    touched.sort();
    if (clipping.value() > 0 || clipping.norm() > 0) {
      clip(gradients, touched);
    }
    number++;
    for (int n = 0; n < windows.length; n++) {
      Window window = windows[n];
      if (window.trained() && !touched.isFew(n)) {
        optimizer.step(values, gradients, state, window.offset(), window.end(), window.role().decays(), rate,
            number);
      }
    }
    for (int b = 0, n = 0; b < touched.count(); b++) {
      n = windowOf(n, touched.start(b));
      if (windows[n].trained()) {
        optimizer.step(
            values, gradients, state, touched.start(b), touched.end(b), windows[n].role().decays(), rate, number);
      }
    }
  }

  private int windowOf(int from, int place) {
    int n = from;
    while (windows[n].end() <= place) {
      n++;
    }
    return n;
  }

  private void clip(float[] gradients, Touched touched) {
    double squares = 0;
    for (int n = 0; n < windows.length; n++) {
      if (windows[n].trained() && !touched.isFew(n)) {
        squares += bound(gradients, windows[n].offset(), windows[n].end());
      }
    }
    for (int b = 0; b < touched.count(); b++) {
      squares += bound(gradients, touched.start(b), touched.end(b));
    }
    double norm = Math.sqrt(squares);
    if (clipping.norm() == 0 || norm <= clipping.norm()) {
      return;
    }
    float factor = (float) (clipping.norm() / norm);
    for (int n = 0; n < windows.length; n++) {
      if (windows[n].trained() && !touched.isFew(n)) {
        scale(gradients, windows[n].offset(), windows[n].end(), factor);
      }
    }
    for (int b = 0; b < touched.count(); b++) {
      scale(gradients, touched.start(b), touched.end(b), factor);
    }
  }

  /** Clips by value; returns the sum of squares, ascending. */
  private double bound(float[] gradients, int from, int to) {
    float most = clipping.value();
    for (int p = from; most > 0 && p < to; p++) {
      gradients[p] = Math.max(-most, Math.min(most, gradients[p]));
    }
    double squares = 0;
    for (int p = from; p < to; p++) {
      squares += (double) gradients[p] * gradients[p];
    }
    return squares;
  }

  private static void scale(float[] gradients, int from, int to, float factor) {
    for (int p = from; p < to; p++) {
      gradients[p] *= factor;
    }
  }
}
