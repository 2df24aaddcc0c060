package io.gossamer.masks.structure;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The section {@code sparsity.structure}. */
public record StructureSettings(
    @Setting(doc = "Which sets of places are allowed: unstructured, n-of-m (of each m inputs of an output n are kept, "
        + "whatever the sparsity), fan-in (the same number of inputs for every output), block, neuron (whole outputs, "
        + "filters of convolutions; the last layer stays whole).", value = "unstructured") Kind kind,
    @Setting(doc = "The n of n-of-m.", value = "2") int n,
    @Setting(doc = "The m of n-of-m.", value = "4") int m,
    @Setting(doc = "Outputs of a block.", value = "4") int rows,
    @Setting(doc = "Inputs of a block.", value = "4") int columns) {
  /** The structures by name. */
  public enum Kind {
    UNSTRUCTURED,
    N_OF_M,
    FAN_IN,
    BLOCK,
    NEURON
  }

  /** Any places. */
  public static MaskStructure unstructured() {
    return new Unstructured();
  }

  /** The same number of inputs for every output. */
  public static MaskStructure constantFanIn() {
    return new ConstantFanIn();
  }

  public StructureSettings {
    if (n < 1 || n > m) {
      throw new InvalidInput("sparsity.structure keeps n=" + n + " of m=" + m + "; n must be at least 1 and at most m");
    }
    if (rows < 1 || columns < 1) {
      throw new InvalidInput("sparsity.structure has blocks of " + rows + " x " + columns
          + "; both must be at least 1");
    }
  }

  /** The structure. */
  public MaskStructure structure() {
    return switch (kind) {
      case UNSTRUCTURED -> new Unstructured();
      case N_OF_M -> new NofM(n, m);
      case FAN_IN -> new ConstantFanIn();
      case BLOCK -> new Blocks(rows, columns);
      case NEURON -> new Blocks(1, 0);
    };
  }
}
