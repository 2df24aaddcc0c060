package io.gossamer.ops.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;

/** The rival: a dense training step of a perceptron in PyTorch, rows copied in, SGD with Nesterov momentum. */
final class TorchMlp {
  private final NDManager manager;
  private final int inputs;
  private final int outputs;
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final List<NDArray> velocities = new ArrayList<>();

  /** @param widths from the inputs to the outputs */
  TorchMlp(NDManager manager, int... widths) {
    this.manager = manager;
    this.inputs = widths[0];
    this.outputs = widths[widths.length - 1];
    for (int l = 1; l < widths.length; l++) {
      weights.add(Torch.parameter(manager, Math.sqrt(2.0 / widths[l - 1]), widths[l], widths[l - 1]));
      biases.add(Torch.parameter(manager, 0.01, widths[l]));
      velocities.add(manager.zeros(new Shape(widths[l], widths[l - 1])));
      velocities.add(manager.zeros(new Shape(widths[l])));
    }
  }

  /** One step over the rows {@code [from, from + count)}. */
  void step(float[] rows, float[] labels, int from, int count) {
    float[] batch = new float[count * inputs];
    System.arraycopy(rows, from * inputs, batch, 0, batch.length);
    float[] truth = new float[count * outputs];
    for (int b = 0; b < count; b++) {
      truth[b * outputs + (int) labels[from + b]] = -1f / count;
    }
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray h = scope.create(batch, new Shape(count, inputs));
      for (int l = 0; l < weights.size(); l++) {
        h = Linear.linear(h, weights.get(l), biases.get(l)).singletonOrThrow();
        h.attach(scope);
        if (l < weights.size() - 1) {
          h = h.getNDArrayInternal().relu();
          h.attach(scope);
        }
      }
      NDArray logs = h.logSoftmax(1);
      logs.attach(scope);
      NDArray loss = logs.mul(scope.create(truth, new Shape(count, outputs))).sum();
      loss.attach(scope);
      collector.backward(loss);
      for (int l = 0; l < weights.size(); l++) {
        update(weights.get(l), velocities.get(2 * l), 1e-4f);
        update(biases.get(l), velocities.get(2 * l + 1), 0);
      }
    }
  }

  private static void update(NDArray w, NDArray v, float decay) {
    try (NDArray g = w.getGradient(); NDArray value = w.stopGradient(); NDArray decayed = value.mul(decay)) {
      g.addi(decayed);
      v.muli(0.9f).addi(g);
      try (NDArray ahead = v.mul(0.9f)) {
        ahead.addi(g).muli(1e-3f);
        value.subi(ahead);
      }
      g.muli(0f);
    }
  }
}
