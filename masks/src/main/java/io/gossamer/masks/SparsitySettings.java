package io.gossamer.masks;

import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.method.GradualSettings;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.settings.Setting;
import java.util.Map;

/** The section {@code sparsity}. */
public record SparsitySettings(
    @Setting(doc = "How places are chosen: random (fixed before training), gradual (smallest magnitudes drop "
        + "during it).",
        value = "random") MaskMethods method,
    @Setting(doc = "Share of weights that are zero in the finished model, at least 0 and below 1. Biases are not "
        + "counted.",
        value = "0.9") double sparsity,
    @Setting(doc = "How layers share the kept weights: uniform, er (Erdos-Renyi), erk (with kernel sizes).",
        value = "erk") AllocationKind allocation,
    @Setting(doc = "Sparsity of single layers by name, for example {fc3: 0.0}; the others share what is left.",
        value = "{}") Map<String, Double> layers,
    @Setting(doc = "Kernels of masked layers: auto (sparse or dense, layer by layer, whichever this machine was "
        + "measured to run faster), sparse, dense. Changes speed, never the model.",
        value = "auto") Execution execution,
    @Setting(doc = "Density from which single layers run on dense kernels, by name: 0 always, 2 never; for the others "
        + "execution decides. plan.yaml keeps here what was measured.",
        value = "{}") Map<String, Double> crossover,
    @Setting(doc = "The rise of the method gradual.") GradualSettings gradual) {
  public SparsitySettings {
    layers = Map.copyOf(layers);
    crossover = Map.copyOf(crossover);
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new InvalidInput("sparsity.sparsity is " + sparsity
          + "; it must be at least 0 and below 1. For 95 % zeros write 0.95");
    }
  }

  /** With execution as measured. */
  public SparsitySettings(
      MaskMethods method, double sparsity, AllocationKind allocation, Map<String, Double> layers,
      GradualSettings gradual) {
    this(method, sparsity, allocation, layers, Execution.AUTO, Map.of(), gradual);
  }

  /** The same with another execution, which makes the same model. */
  public SparsitySettings withExecution(Execution execution, Map<String, Double> crossover) {
    return new SparsitySettings(method, sparsity, allocation, layers, execution, crossover, gradual);
  }
}
