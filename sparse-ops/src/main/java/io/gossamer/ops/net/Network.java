package io.gossamer.ops.net;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.loss.Loss;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.Arrays;
import java.util.List;

/**
 * A network compiled for its patterns: holds one set of values in resident order (each weight window input by input)
 * and their gradients. Optimisers work on {@link #parameters} and {@link #gradients} as flat arrays and then call
 * {@link #refresh}. Not for several threads; allocates nothing after construction.
 */
public final class Network {
  private final NetworkSpec spec;
  private final ParameterLayout layout;
  private final Linear[] layers;
  private final Kernels kernels;
  private final Loss loss;
  private final float[] parameters;
  private final float[] gradients;

  /**
   * @param patterns one per layer, {@code [out, in]}
   * @throws InvariantBroken if the patterns do not fit the layers
   */
  public Network(NetworkSpec spec, List<Pattern> patterns, Kernels kernels) {
    this.spec = spec;
    this.kernels = kernels;
    this.layout = ParameterLayout.of(spec.names(), patterns);
    this.loss = spec.loss().loss(spec.target());
    this.layers = new Linear[spec.layers()];
    for (int l = 0; l < layers.length; l++) {
      Pattern pattern = patterns.get(l);
      if (pattern.out() != spec.out(l) || pattern.in() != spec.in(l)) {
        throw new InvariantBroken("layer " + spec.names().get(l) + " is [" + spec.out(l) + ", " + spec.in(l)
            + "], its pattern is [" + pattern.out() + ", " + pattern.in() + "]");
      }
      layers[l] = new Linear(kernels, pattern, layout.weight(l), layout.bias(l), l < layers.length - 1);
    }
    this.parameters = new float[layout.length()];
    this.gradients = new float[layout.length()];
  }

  public NetworkSpec spec() {
    return spec;
  }

  /** The documented order of the value array. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Takes over values given in the documented order. */
  public void load(float[] values) {
    checkLength(values);
    for (Linear layer : layers) {
      layer.load(values, parameters);
    }
    refresh();
  }

  /** Writes the values in the documented order. */
  public void store(float[] into) {
    checkLength(into);
    for (Linear layer : layers) {
      layer.store(parameters, into);
    }
  }

  /** Writes the gradients in the documented order. */
  public void storeGradients(float[] into) {
    checkLength(into);
    for (Linear layer : layers) {
      layer.store(gradients, into);
    }
  }

  private void checkLength(float[] values) {
    if (values.length != layout.length()) {
      throw new InvariantBroken("the network has " + layout.length() + " values, the array " + values.length);
    }
  }

  /** The values in resident order, to be changed by an optimiser. Not a copy. */
  public float[] parameters() {
    return parameters;
  }

  /** The gradient of the last {@link #gradient} call, in resident order. Not a copy. */
  public float[] gradients() {
    return gradients;
  }

  /** Must follow every change of {@link #parameters}. */
  public void refresh() {
    for (Linear layer : layers) {
      layer.refresh(parameters);
    }
  }

  /**
   * Gradient of the weighted mean loss over the rows {@code order[from .. from + count)}.
   *
   * @return the weighted sum of the losses of these rows before the step
   */
  public double gradient(Rows rows, int[] order, int from, int count, Workspace workspace) {
    Arrays.fill(gradients, 0f);
    double weights = 0;
    for (int n = from; n < from + count; n++) {
      weights += rows.weight(order[n]);
    }
    if (weights == 0) {
      return 0;
    }
    float scale = (float) (1 / weights);
    double sum = 0;
    for (int t = 0; t < Tile.count(count); t++) {
      int at = from + t * Tile.LANES;
      int used = Math.min(Tile.LANES, from + count - at);
      int lanes = Tile.lanes(count, t);
      forward(rows, order, at, used, lanes, workspace);
      sum += loss.gradient(
          workspace.activations, workspace.activationAt[layers.length], spec.outputs(), workspace.label,
          workspace.weight, used, lanes, scale, workspace.delta, workspace.deltaAt[layers.length], workspace.row);
      backward(rows, order, at, used, lanes, workspace);
    }
    return sum;
  }

  /** Adds the losses and scores of the rows {@code order[from .. from + count)} to {@code measures}, row after row. */
  public void measure(Rows rows, int[] order, int from, int count, Workspace workspace, Measures measures) {
    for (int t = 0; t < Tile.count(count); t++) {
      int at = from + t * Tile.LANES;
      int used = Math.min(Tile.LANES, from + count - at);
      forward(rows, order, at, used, Tile.lanes(count, t), workspace);
      loss.measure(
          workspace.activations, workspace.activationAt[layers.length], spec.outputs(), workspace.label,
          workspace.weight, used, workspace.row, measures);
    }
  }

  /**
   * Predictions of the rows {@code order[from .. from + count)}, row-major {@code [count][outputs]} from
   * {@code into[0]}: probabilities for classes, the value for a regression.
   */
  public void predict(Rows rows, int[] order, int from, int count, Workspace workspace, float[] into) {
    for (int t = 0; t < Tile.count(count); t++) {
      int at = from + t * Tile.LANES;
      int used = Math.min(Tile.LANES, from + count - at);
      forward(rows, order, at, used, Tile.lanes(count, t), workspace);
      loss.predict(
          workspace.activations, workspace.activationAt[layers.length], spec.outputs(), used, into,
          t * Tile.LANES * spec.outputs());
    }
  }

  private void forward(Rows rows, int[] order, int at, int used, int lanes, Workspace w) {
    for (int b = 0; b < used; b++) {
      w.label[b] = rows.label(order[at + b]);
      w.weight[b] = rows.weight(order[at + b]);
    }
    if (rows instanceof DenseRows dense) {
      for (int b = 0; b < used; b++) {
        w.rowAt[b] = order[at + b] * spec.inputs();
      }
      kernels.gather(dense.values(), w.rowAt, 0, used, spec.inputs(), w.activations, w.activationAt[0], lanes);
      layers[0].forward(parameters, w.activations, w.activationAt[0], w.activations, w.activationAt[1], lanes);
    } else {
      forwardSparse((CsrRows) rows, order, at, used, lanes, w);
    }
    for (int l = 1; l < layers.length; l++) {
      layers[l].forward(parameters, w.activations, w.activationAt[l], w.activations, w.activationAt[l + 1], lanes);
    }
  }

  private void forwardSparse(CsrRows rows, int[] order, int at, int used, int lanes, Workspace w) {
    int yAt = w.activationAt[1];
    for (int b = 0; b < lanes; b++) {
      int from = b < used ? rows.rowStart()[order[at + b]] : 0;
      int to = b < used ? rows.rowStart()[order[at + b] + 1] : 0;
      layers[0].forwardSparseRow(parameters, rows.columns(), rows.values(), from, to, w.row, w.activations, yAt, b);
    }
  }

  private void backward(Rows rows, int[] order, int at, int used, int lanes, Workspace w) {
    for (int l = layers.length - 1; l > 0; l--) {
      layers[l].backward(
          parameters, gradients, w.activations, w.activationAt[l], w.delta, w.deltaAt[l + 1], w.delta, w.deltaAt[l],
          layers[l - 1].isRectified(), lanes, w.scratch);
    }
    if (rows instanceof CsrRows sparse) {
      layers[0].biasGradient(gradients, w.delta, w.deltaAt[1], lanes, w.scratch);
      for (int b = 0; b < used; b++) {
        int row = order[at + b];
        layers[0].backwardSparseRow(
            gradients, sparse.columns(), sparse.values(), sparse.rowStart()[row], sparse.rowStart()[row + 1], w.row,
            w.delta, w.deltaAt[1], b);
      }
    } else {
      layers[0].backward(
          parameters, gradients, w.activations, w.activationAt[0], w.delta, w.deltaAt[1], null, 0, false, lanes,
          w.scratch);
    }
  }
}
