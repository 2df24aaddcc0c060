package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.Allocation;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.structure.MaskStructure;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mask method needs to know of the run.
 *
 * @param settings the section {@code sparsity}
 * @param totalSteps local steps of the whole run
 */
public record MaskPlan(Allocation allocation, SparsitySettings settings, long totalSteps) {
  /** The plan of these settings for these layers. */
  public static MaskPlan of(List<LayerShape> shapes, SparsitySettings settings, long totalSteps) {
    return new MaskPlan(
        new Allocation(settings.allocation(), shapes, settings.layers()), settings, totalSteps);
  }

  /** Of the finished model, over all maskable weights. */
  public double sparsity() {
    return settings.sparsity();
  }

  public List<LayerShape> shapes() {
    return allocation.shapes();
  }

  public List<String> layers() {
    return shapes().stream().map(LayerShape::name).toList();
  }

  public MaskStructure structure() {
    return settings.structure().structure();
  }

  /** Kept weights of each layer at this sparsity, as the structure can keep them. */
  public int[] counts(double sparsity) {
    return structured(allocation.counts(sparsity));
  }

  /** As {@link #counts}, where {@code sparsity.layers} has no say: for the rise towards the final counts. */
  public int[] sharedCounts(double sparsity) {
    return structured(allocation.shared().counts(sparsity));
  }

  /** Counts that the structure can keep. */
  public int[] structured(int[] asked) {
    int[] counts = Pruning.counts(shapes(), asked, structure());
    if (settings.structure().kind() == StructureSettings.Kind.NEURON) {
      int last = counts.length - 1;
      counts[last] = Math.toIntExact(shapes().get(last).places());
    }
    return counts;
  }

  /** Every place kept. */
  public int[] fullCounts() {
    return shapes().stream().mapToInt(shape -> Math.toIntExact(shape.places())).toArray();
  }

  /** A first mask with the given counts, every choice of places that the structure allows equally likely. */
  public Mask random(int[] counts, Seed seed) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      patterns.add(structure().random(shapes().get(l), counts[l], seed.child("mask", l)));
    }
    return new Mask(0, layers(), patterns);
  }
}
