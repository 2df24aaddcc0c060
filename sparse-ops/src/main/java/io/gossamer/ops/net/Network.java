package io.gossamer.ops.net;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.loss.Loss;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Touched;
import io.gossamer.ops.values.Window;
import java.util.Arrays;
import java.util.List;

/**
 * A network compiled for its patterns: holds one set of values in resident order (each masked weight as its layer wants
 * it) and their gradients, and every buffer that a batch needs. Optimisers work on {@link #parameters} and
 * {@link #gradients} as flat arrays and then call {@link #refresh}. Called by one thread, whose {@link #crew} may share
 * the work: the bits are the same. Allocates nothing after construction.
 */
public final class Network {
  private final NetworkSpec spec;
  private final List<Pattern> patterns;
  private final ParameterLayout layout;
  private final ExecutionPlan plan;
  private final Loss loss;
  private final int outputs;
  private final float[] parameters;
  private final float[] gradients;
  private final float[] target;
  private final float[] weight = new float[Tile.LANES];
  private final float[] row;
  private final Batch batch = new Batch();
  private final Window[] windows;
  private final Touched touched;
  private final int most;
  private final Crew crew;
  private final Teacher teacher;
  private final FeatureMatch[] matches;

  /** Where nothing was measured: full layers run dense, all others sparse. */
  public Network(NetworkSpec spec, List<Pattern> patterns, Kernels kernels, int most) {
    this(spec, patterns, Executions.UNMEASURED, kernels, most);
  }

  /**
   * @param patterns one per masked weight, {@code [out, in]}
   * @param most rows of the largest batch
   * @throws InvariantBroken if the patterns do not fit the layers
   */
  public Network(NetworkSpec spec, List<Pattern> patterns, Executions executions, Kernels kernels, int most) {
    this(spec, patterns, executions, kernels, Crew.ALONE, most);
  }

  /**
   * The same with helpers.
   *
   * @param crew that computes; a network may be called while its helpers are away
   */
  public Network(
      NetworkSpec spec, List<Pattern> patterns, Executions executions, Kernels kernels, Crew crew, int most) {
    this(spec, patterns, executions, kernels, crew, null, most);
  }

  /**
   * The same with a teacher.
   *
   * @param teacher null where there is none
   */
  public Network(
      NetworkSpec spec, List<Pattern> patterns, Executions executions, Kernels kernels, Crew crew, Teacher teacher,
      int most) {
    this.crew = crew;
    this.teacher = teacher;
    this.spec = spec;
    this.patterns = List.copyOf(patterns);
    this.most = most;
    this.layout = spec.layout(patterns);
    this.outputs = spec.outputs();
    this.loss = spec.loss().loss();
    this.target = new float[spec.loss().targets(outputs) * Tile.LANES];
    this.parameters = new float[layout.length()];
    this.gradients = new float[layout.length()];
    this.plan = new Compiler(
        spec, patterns, executions, layout, kernels, crew, teacher, Tile.count(most), parameters, gradients).compile();
    this.matches = plan.matches();
    this.row = new float[outputs];
    this.windows = layout.windows().toArray(Window[]::new);
    this.touched = new Touched(layout, plan.fewWindows(layout));
  }

  public NetworkSpec spec() {
    return spec;
  }

  /** The threads that compute. */
  public Crew crew() {
    return crew;
  }

  /** The documented order of the value array. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Takes over values given in the documented order. */
  public void load(float[] values) {
    checkLength(values);
    plan.toResident(values, parameters);
    refresh();
  }

  /** Writes the values in the documented order. */
  public void store(float[] into) {
    checkLength(into);
    plan.toDocumented(parameters, into);
  }

  /** Writes the gradients in the documented order. */
  public void storeGradients(float[] into) {
    checkLength(into);
    plan.toDocumented(gradients, into);
  }

  /** Brings numbers that lie beside the values from the documented order into the resident one. */
  public void toResident(float[] documented, float[] into) {
    checkLength(documented);
    plan.toResident(documented, into);
  }

  /** Brings numbers that lie beside the values from the resident order into the documented one. */
  public void toDocumented(float[] resident, float[] into) {
    checkLength(into);
    plan.toDocumented(resident, into);
  }

  /** Brings numbers from the resident order, for example sums of gradients, into the documented one. */
  public void toDocumented(double[] resident, double[] into) {
    plan.toDocumented(resident, into);
  }

  private void checkLength(float[] values) {
    if (values.length != layout.length()) {
      throw new InvariantBroken("the network has " + layout.length() + " values, the array " + values.length);
    }
  }

  /** Values of the masked weights: the first part of every array of values. */
  public int maskedValues() {
    return patterns.isEmpty() ? 0 : layout.windows().get(patterns.size() - 1).end();
  }

  /** The patterns it was compiled for, one per masked weight. */
  public List<Pattern> patterns() {
    return patterns;
  }

  /**
   * For each place of masked weight {@code l} in resident order, its position in the documented order; null where the
   * two agree. Not a copy.
   */
  public int[] residentOrder(int l) {
    return plan.orders()[l];
  }

  /** The values in resident order, to be changed by an optimiser. Not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /**
   * The gradient of the last {@link #gradient} call, in resident order; of windows that are not trained it means
   * nothing. Not a copy.
   */
  public float[] gradients() {
    return gradients;
  }

  /** Must follow every change of {@link #parameters}. */
  public void refresh() {
    for (int n = 0; n < plan.layers().size(); n++) {
      plan.layers().get(n).refresh();
    }
  }

  /**
   * Gradient of the weighted mean loss over the rows {@code order[from .. from + count)}. Moves running statistics.
   *
   * @param seed of what the step draws at random (dropout)
   * @return the weighted sum of the losses of these rows before the step
   */
  public double gradient(Rows rows, int[] order, int from, int count, long seed) {
    clearGradients();
    double weights = 0;
    for (int n = from; n < from + count; n++) {
      weights += rows.weight(order[n]);
    }
    if (weights == 0) {
      return 0;
    }
    batch.set(rows, order, from, count, true, seed);
    plan.touch(batch, touched);
    plan.forward(batch);
    if (teacher != null) {
      teacher.network().use(rows, order, from, count);
    }
    float scale = (float) (1 / weights);
    double sum = 0;
    Tensor logits = plan.logits();
    for (int t = 0; t < batch.tiles(); t++) {
      readTargets(t);
      readTeacher(t);
      sum += loss.gradient(
          logits.values(), logits.at(t), outputs, target, weight, batch.used(t), batch.lanes(t), scale,
          logits.gradients(), logits.gradientAt(t), row);
    }
    plan.backward(batch);
    for (int n = 0; n < matches.length; n++) {
      sum += matches[n].loss();
    }
    return sum;
  }

  /** A forward pass as in use, which leaves {@link #feature} and the logits. */
  private void use(Rows rows, int[] order, int from, int count) {
    batch.set(rows, order, from, count, false, 0);
    plan.forward(batch);
  }

  /** What a layer under a mask hands on, after the last forward pass: its output, or what was computed in its place. */
  Tensor feature(String layer) {
    return plan.features().get(layer);
  }

  /** The teacher's probabilities behind the classes of a tile. */
  private void readTeacher(int tile) {
    if (teacher == null || spec.loss().distillation() == 0) {
      return;
    }
    Tensor logits = teacher.network().plan.logits();
    loss.soften(logits.values(), logits.at(tile), outputs, batch.used(tile), target, row);
  }

  /**
   * Gradient of the sum of the logits of the first row, with statistics and dropout as in use, not as in training; in
   * the documented order.
   */
  public void flow(Rows rows, float[] into) {
    clearGradients();
    batch.set(rows, new int[] {0}, 0, 1, false, 0);
    plan.touch(batch, touched);
    plan.forward(batch);
    Tensor logits = plan.logits();
    Arrays.fill(logits.gradients(), logits.gradientAt(0), logits.gradientAt(0) + logits.floats(), 0f);
    for (int o = 0; o < outputs; o++) {
      logits.gradients()[logits.gradientAt(0) + o * Tile.LANES] = 1;
    }
    plan.backward(batch);
    storeGradients(into);
  }

  private void clearGradients() {
    for (int n = 0; n < windows.length; n++) {
      if (windows[n].trained() && !touched.isFew(n)) {
        Arrays.fill(gradients, windows[n].offset(), windows[n].end(), 0f);
      }
    }
    for (int b = 0; b < touched.count(); b++) {
      Arrays.fill(gradients, touched.start(b), touched.end(b), 0f);
    }
    touched.clear();
  }

  /** What the last {@link #gradient} reached, in windows of which a batch reaches few places. */
  public Touched touched() {
    return touched;
  }

  private void readTargets(int tile) {
    boolean row = spec.loss().kind().target() == LossKind.Target.ROW;
    int given = row ? 0 : teacher == null ? target.length / Tile.LANES : spec.loss().given(outputs);
    if (row) {
      System.arraycopy(plan.rows().values(), plan.rows().at(tile), target, 0, target.length);
    }
    for (int b = 0; b < batch.used(tile); b++) {
      int at = batch.row(tile, b);
      weight[b] = batch.rows().weight(at);
      for (int k = 0; k < given; k++) {
        target[k * Tile.LANES + b] = batch.rows().target(at, k);
      }
    }
  }

  /** Adds the losses and scores of the rows {@code order[from .. from + count)} to {@code measures}, row after row. */
  public void measure(Rows rows, int[] order, int from, int count, Measures measures) {
    Tensor logits = plan.logits();
    for (int done = 0; done < count; done += most) {
      batch.set(rows, order, from + done, Math.min(most, count - done), false, 0);
      plan.forward(batch);
      for (int t = 0; t < batch.tiles(); t++) {
        readTargets(t);
        loss.measure(logits.values(), logits.at(t), outputs, target, weight, batch.used(t), row, measures);
      }
    }
  }

  /**
   * Predictions of the rows {@code order[from .. from + count)}, row-major {@code [count][outputs]} from
   * {@code into[0]}: probabilities for classes, the value for a regression.
   */
  public void predict(Rows rows, int[] order, int from, int count, float[] into) {
    Tensor logits = plan.logits();
    for (int done = 0; done < count; done += most) {
      batch.set(rows, order, from + done, Math.min(most, count - done), false, 0);
      plan.forward(batch);
      for (int t = 0; t < batch.tiles(); t++) {
        loss.predict(
            logits.values(), logits.at(t), outputs, batch.used(t), into, (done + t * Tile.LANES) * outputs);
      }
    }
  }

  /** A forward pass in training mode, for its statistics alone. */
  public void observe(Rows rows, int[] order, int from, int count) {
    batch.set(rows, order, from, count, true, 0);
    plan.forward(batch);
  }

  /**
   * Adds to {@code into}, by masked layer and column, the squares of what the rows {@code order[from .. from + count)}
   * put into it; the columns of one channel of a convolution all get the sum over its places.
   */
  public void addInputSquares(Rows rows, int[] order, int from, int count, double[][] into) {
    for (int done = 0; done < count; done += most) {
      batch.set(rows, order, from + done, Math.min(most, count - done), false, 0);
      plan.forward(batch);
      for (int l = 0; l < into.length; l++) {
        InputSquares.add(plan.maskedSites().get(l), batch, into[l]);
      }
    }
  }

  /** Layers whose statistics {@link #observe} and {@link #gradient} move, in order. */
  public List<BatchNorm.Statistics> statistics() {
    return plan.statistics();
  }

  /** Bytes of the activations of {@code most} rows, their gradients and one thread's scratch, of such a network. */
  public static long bufferBytes(NetworkSpec spec, int most) {
    return Compiler.bufferBytes(spec, Tile.count(most));
  }
}
