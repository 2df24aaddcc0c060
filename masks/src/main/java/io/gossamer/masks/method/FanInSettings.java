package io.gossamer.masks.method;

import io.gossamer.ops.settings.Setting;

/** The neurons of {@link SrigL}: {@code sparsity.fanIn}. */
public record FanInSettings(
    @Setting(doc = "Whether srigl removes neurons that few large weights or gradients reach; the last layer keeps all.",
        value = "true") boolean ablation,
    @Setting(doc = "Salient weights that a neuron needs to stay: below 1 a share of the fan-in, else a number.",
        value = "0.3") double salient) {
  public FanInSettings {
    Refusal.unless(salient >= 0, "sparsity.fanIn.salient", salient, "at least 0");
  }
}
