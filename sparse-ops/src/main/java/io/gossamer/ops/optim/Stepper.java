package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Touched;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An optimiser at work on one value array: holds its state and goes over the windows. In windows that a batch reaches
 * in few places, only those take a step: elsewhere momentum, moments and decay stand still until the place occurs again
 * (the "lazy" variants of embeddings). A crew shares the windows, but for optimisers that need whole ones. Allocates
 * nothing after construction.
 */
public final class Stepper {
  /** Values of a part. */
  private static final int PART = 1 << 14;

  private final Optimizer optimizer;
  private final Clipping clipping;
  private final Window[] windows;
  private final List<Slot> slots;
  private final float[][] state;
  private final Pace pace = new Pace();
  private final Crew crew;
  private final Window[] partWindows;
  private final int[] partStarts;
  private final Crew.Work work = this::step;
  private float[] values;
  private float[] gradients;

  /**
   * @throws InvalidInput if the optimiser needs whole windows and some are reached in few places
   */
  public Stepper(Optimizer optimizer, Clipping clipping, ParameterLayout layout, Touched touched) {
    this(optimizer, clipping, layout, touched, Crew.ALONE);
  }

  /** The same with helpers. */
  public Stepper(Optimizer optimizer, Clipping clipping, ParameterLayout layout, Touched touched, Crew crew) {
    this.crew = crew;
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.windows = layout.windows().toArray(Window[]::new);
    this.slots = optimizer.slots();
    this.state = new float[slots.size()][layout.length()];
    for (int n = 0; n < windows.length; n++) {
      if (optimizer.needsWholeWindows() && touched.isFew(n)) {
        throw new InvalidInput("training.optimizer lamb scales whole layers, but " + windows[n].name()
            + " is updated only where rows reach it; use adam, adamw, adagrad or sgd");
      }
    }
    List<Window> partWindows = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    for (int n = 0; n < windows.length; n++) {
      boolean walked = windows[n].trained() && !touched.isFew(n);
      int part = optimizer.needsWholeWindows() ? Math.max(1, windows[n].length()) : PART;
      for (int at = windows[n].offset(); walked && at < windows[n].end(); at += part) {
        partWindows.add(windows[n]);
        starts.add(at);
      }
    }
    this.partWindows = partWindows.toArray(Window[]::new);
    this.partStarts = starts.stream().mapToInt(start -> start).toArray();
  }

  /** Bytes of the optimiser's state. */
  public long stateBytes() {
    return (long) Float.BYTES * state.length * state[0].length;
  }

  /** Back to the state before the first step. */
  public void reset() {
    for (float[] slot : state) {
      Arrays.fill(slot, 0f);
    }
    pace.restart();
  }

  /**
   * Goes on after {@code steps} steps: to follow a {@link #reset} and the return of what these left in
   * {@link #state}. What is not {@linkplain Slot#lasts lasting} need not return.
   */
  public void resume(long steps) {
    optimizer.resume(pace, steps);
  }

  /**
   * What the optimiser keeps of every value, in the order of the values. Not a copy.
   *
   * @throws IllegalArgumentException if it keeps no such thing
   */
  public float[] state(Slot slot) {
    int n = slots.indexOf(slot);
    if (n < 0) {
      throw new IllegalArgumentException(optimizer + " keeps no " + slot.key());
    }
    return state[n];
  }

  /**
   * One step, in place.
   *
   * @param gradients clipped in place by value; clipping by norm leaves them as they are
   * @param touched blocks of the windows that were reached in few places
   */
  public void step(float[] values, float[] gradients, Touched touched, float rate) {
    touched.sort();
    if (clipping.value() > 0) {
      bound(gradients, touched);
    }
    optimizer.pace(pace, rate);
    pace.scale = clipping.norm() > 0 ? scale(gradients, touched) : 1;
    this.values = values;
    this.gradients = gradients;
    crew.run(partStarts.length, work);
    for (int b = 0, n = 0; b < touched.count(); b++) {
      n = windowOf(n, touched.start(b));
      if (windows[n].trained()) {
        step(values, gradients, windows[n], touched.start(b), touched.end(b));
      }
    }
  }

  private void step(int part, int thread) {
    Window window = partWindows[part];
    int from = partStarts[part];
    int to = optimizer.needsWholeWindows() ? window.end() : Math.min(window.end(), from + PART);
    step(values, gradients, window, from, to);
  }

  private void step(float[] values, float[] gradients, Window window, int from, int to) {
    optimizer.step(values, gradients, state, from, to, window.role().decays(), pace);
  }

  private int windowOf(int from, int place) {
    int n = from;
    while (windows[n].end() <= place) {
      n++;
    }
    return n;
  }

  /** A pass of its own, since bounds inside the loops would slow down every step that has none by a quarter. */
  private void bound(float[] gradients, Touched touched) {
    for (int n = 0; n < windows.length; n++) {
      if (windows[n].trained() && !touched.isFew(n)) {
        bound(gradients, windows[n].offset(), windows[n].end(), clipping.value());
      }
    }
    for (int b = 0; b < touched.count(); b++) {
      bound(gradients, touched.start(b), touched.end(b), clipping.value());
    }
  }

  private static void bound(float[] gradients, int from, int to, float most) {
    for (int p = from; p < to; p++) {
      gradients[p] = Math.max(-most, Math.min(most, gradients[p]));
    }
  }

  /** What the norm of the whole gradient leaves of it; windows ascending, then blocks ascending. */
  private float scale(float[] gradients, Touched touched) {
    double squares = 0;
    for (int n = 0; n < windows.length; n++) {
      if (windows[n].trained() && !touched.isFew(n)) {
        squares += Squares.sum(gradients, windows[n].offset(), windows[n].end());
      }
    }
    for (int b = 0; b < touched.count(); b++) {
      squares += Squares.sum(gradients, touched.start(b), touched.end(b));
    }
    double norm = Math.sqrt(squares);
    return norm <= clipping.norm() ? 1 : (float) (clipping.norm() / norm);
  }
}
