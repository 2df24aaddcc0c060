package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.select.TopK;
import java.util.Arrays;
import java.util.Map;

/** Cuts a mask down to the counts of a plan, layer by layer or over the whole model. */
final class Cut {
  private Cut() {}

  /**
   * Keeps the largest scores. Over the whole model the counts fix the sum alone, but layers that {@code
   * sparsity.layers} sets apart keep their own; a structure, and an explicit allocation, always rules layer by layer.
   *
   * @param scores one a kept place
   */
  static Mask to(MaskPlan plan, InitialSettings.Extent extent, Mask mask, double[] scores, int[] counts) {
    boolean byLayer = extent == InitialSettings.Extent.LAYER
        || plan.settings().structure().kind() != StructureSettings.Kind.UNSTRUCTURED
        || plan.allocation().kind() == AllocationKind.EXPLICIT;
    if (byLayer) {
      return Pruning.byLayer(mask, scores, counts, plan.structure());
    }
    return Pruning.global(mask, decided(plan, mask, scores, counts), Arrays.stream(counts).sum());
  }

  /** Scores in which layers set apart have already chosen. */
  private static double[] decided(MaskPlan plan, Mask mask, double[] scores, int[] counts) {
    Map<String, Double> apart = plan.allocation().layerSparsity();
    double[] decided = scores.clone();
    for (int l = 0; l < counts.length; l++) {
      if (apart.containsKey(mask.layers().get(l))) {
        int at = mask.weightsAt(l);
        int nnz = mask.patterns().get(l).nnz();
        Arrays.fill(decided, at, at + nnz, Double.POSITIVE_INFINITY);
        for (int p : TopK.smallest(scores, at, nnz, nnz - counts[l])) {
          decided[at + p] = Double.NEGATIVE_INFINITY;
        }
      }
    }
    return decided;
  }
}
