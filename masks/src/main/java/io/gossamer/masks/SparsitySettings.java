package io.gossamer.masks;

import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.evidence.EvidenceSettings;
import io.gossamer.masks.method.AcDcSettings;
import io.gossamer.masks.method.AutoSparseSettings;
import io.gossamer.masks.method.ButterflySettings;
import io.gossamer.masks.method.ExplorationSettings;
import io.gossamer.masks.method.FanInSettings;
import io.gossamer.masks.method.GradualSettings;
import io.gossamer.masks.method.HyperSparseSettings;
import io.gossamer.masks.method.InitialSettings;
import io.gossamer.masks.method.IsoFlopSettings;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.masks.method.NofMSettings;
import io.gossamer.masks.method.SensitivitySettings;
import io.gossamer.masks.method.StrSettings;
import io.gossamer.masks.method.TopKastSettings;
import io.gossamer.masks.method.UpdateSettings;
import io.gossamer.masks.method.WgsefSettings;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.Execution;
import io.gossamer.ops.settings.Setting;
import java.util.Map;

/** The section {@code sparsity}. A method's own settings are a record in a section of its name. */
public record SparsitySettings(
    @Setting(doc = "How places are chosen; docs/masks.md has a row for each.", value = "random") MaskMethods method,
    @Setting(doc = "Share of weights that are zero in the finished model, at least 0 and below 1. Biases are not "
        + "counted.",
        value = "0.9") double sparsity,
    @Setting(doc = "How layers share the kept weights: uniform, er (Erdos-Renyi), erk (with kernel sizes), "
        + "uniform-plus and erk-plus (a dense last layer, or a fifth of it), balanced (the same number each), "
        + "pyramidal (less and less towards the output), explicit (what sparsity.layers says, others dense).",
        value = "erk") AllocationKind allocation,
    @Setting(doc = "Sparsity of single layers by name, for example {fc3: 0.0}; the others share what is left.",
        value = "{}") Map<String, Double> layers,
    @Setting(doc = "Kernels of masked layers: auto (sparse or dense, layer by layer, whichever this machine was "
        + "measured to run faster), sparse, dense. Changes speed, never the model.",
        value = "auto") Execution execution,
    @Setting(doc = "Density from which single layers run on dense kernels, by name: 0 always, 2 never; for the others "
        + "execution decides. plan.yaml keeps here what was measured.",
        value = "{}") Map<String, Double> crossover,
    @Setting(doc = "Which sets of places are allowed.") StructureSettings structure,
    @Setting(doc = "When and how much set, rigl and their kin move.") UpdateSettings update,
    @Setting(doc = "What workers measure for methods that ask.") EvidenceSettings evidence,
    @Setting(doc = "First masks and values, and who competes in granet.") InitialSettings initial,
    @Setting(doc = "What dst-ee gives for novelty.") ExplorationSettings exploration,
    @Setting(doc = "The neurons of srigl.") FanInSettings fanIn,
    @Setting(doc = "The rise of the methods gradual and granet.") GradualSettings gradual,
    @Setting(doc = "Of the method str.") StrSettings str,
    @Setting(doc = "Of the method autosparse.") AutoSparseSettings autosparse,
    @Setting(doc = "Of the method hypersparse.") HyperSparseSettings hypersparse,
    @Setting(doc = "Of the method sensitivity.") SensitivitySettings sensitivity,
    @Setting(doc = "Of the method topkast.") TopKastSettings topkast,
    @Setting(doc = "Of the method nm.") NofMSettings nm,
    @Setting(doc = "Of the method ac-dc.") AcDcSettings acDc,
    @Setting(doc = "Of the method wgsef.") WgsefSettings wgsef,
    @Setting(doc = "Of the method butterfly.") ButterflySettings butterfly,
    @Setting(doc = "Of the method iso-flop.") IsoFlopSettings isoFlop) {
  public SparsitySettings {
    layers = Map.copyOf(layers);
    crossover = Map.copyOf(crossover);
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new InvalidInput("sparsity.sparsity is " + sparsity
          + "; it must be at least 0 and below 1. For 95 % zeros write 0.95");
    }
  }

  /** The same with another execution, which makes the same model. */
  public SparsitySettings withExecution(Execution execution, Map<String, Double> crossover) {
    return new SparsitySettings(
        method, sparsity, allocation, layers, execution, crossover, structure, update, evidence, initial, exploration,
        fanIn, gradual, str, autosparse, hypersparse, sensitivity, topkast, nm, acDc, wgsef, butterfly, isoFlop);
  }
}
