package io.gossamer.masks.method;

import io.gossamer.ops.settings.Setting;

/** First masks and values: {@code sparsity.initial}. */
public record InitialSettings(
    @Setting(doc = "Who competes for the kept weights before training: global (all weights of the model; the "
        + "allocation has no say) or layer (each layer keeps its share).", value = "global") Extent scope,
    @Setting(doc = "Whether weights are drawn anew on the chosen mask, sized by its fan-in; else those that were "
        + "judged are trained.", value = "false") boolean redraw,
    @Setting(doc = "Inputs of a neuron that size its first weights: kept (those of the mask), all (as in a dense "
        + "layer, so that what a change of the mask grows soon outdoes them), or auto (all where a method drops and "
        + "grows).", value = "auto") FirstFanIn fanIn,
    @Setting(doc = "Rounds in which synflow prunes.", value = "100") int flowRounds,
    @Setting(doc = "Rounds after which fisher chooses its mask anew; 0 keeps the first.", value = "0") int fisherEvery,
    @Setting(doc = "Masks that random-search tries.", value = "8") int candidates,
    @Setting(doc = "Local steps for which random-search trains each.", value = "50") int trialSteps) {
  /** What sizes first weights. */
  public enum FirstFanIn {
    AUTO,
    KEPT,
    ALL
  }

  /** Who competes. */
  public enum Extent {
    GLOBAL,
    LAYER
  }

  public InitialSettings {
    Refusal.unless(flowRounds >= 1, "sparsity.initial.flowRounds", flowRounds, "at least 1");
    Refusal.unless(fisherEvery >= 0, "sparsity.initial.fisherEvery", fisherEvery, "at least 0");
    Refusal.unless(candidates >= 1, "sparsity.initial.candidates", candidates, "at least 1");
    Refusal.unless(trialSteps >= 1, "sparsity.initial.trialSteps", trialSteps, "at least 1");
  }
}
