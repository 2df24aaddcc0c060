package io.gossamer.driver.soup;

import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskPlan;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.InvalidInput;

/** The mask method of phases: starts full and stays, since phases prune between rounds. */
final class MaskedByPhase implements MaskMethod {
  @Override
  public int[] firstCounts(MaskPlan plan) {
    return plan.fullCounts();
  }

  @Override
  public void check(MaskPlan plan) {
    if (plan.settings().structure().kind() != StructureSettings.Kind.UNSTRUCTURED) {
      throw new InvalidInput("sparsity.structure is for methods that move masks themselves; with soup.method the "
          + "prunes are unstructured; remove it");
    }
    if (!plan.settings().layers().isEmpty()) {
      throw new InvalidInput("sparsity.layers names layers, but the prunes of soup.method choose across layers "
          + "(soup.criterion); remove it");
    }
  }
}
