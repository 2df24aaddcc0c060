package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.Allocation;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.structure.MaskStructure;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.net.LowRankPaths;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a mask method needs to know of the run.
 *
 * @param sparsity of the finished model, over all maskable weights
 * @param settings the section {@code sparsity}
 * @param totalSteps local steps of the whole run
 */
public record MaskPlan(Allocation allocation, double sparsity, SparsitySettings settings, long totalSteps) {
  /** The plan of these settings for these layers. */
  public static MaskPlan of(List<LayerShape> shapes, SparsitySettings settings, long totalSteps) {
    return new MaskPlan(new Allocation(settings.allocation(), shapes, settings.layers()), settings.sparsity(), settings,
        totalSteps);
  }

  /** The plan of these settings for the masked layers of a network. */
  public static MaskPlan of(NetworkSpec network, SparsitySettings settings, long totalSteps) {
    List<LayerShape> shapes = new ArrayList<>();
    for (NetworkSpec.Masked masked : network.masked()) {
      Parameter weight = masked.parameter();
      shapes.add(new LayerShape(masked.layer(), weight.out(), weight.in(), weight.kernel()));
    }
    return of(shapes, settings, totalSteps);
  }

  /**
   * The same plan where paths of low rank lie beside layers: these are dense, and the sparsity is that of the layers
   * they lie beside.
   *
   * @param extra share of the paths' weights that come on top of what the sparsity keeps; the rest is taken out of it
   */
  MaskPlan withDensePaths(double extra) {
    List<String> names = layers();
    Map<String, Double> apart = new HashMap<>(settings.layers());
    double paths = 0;
    double places = 0;
    for (LayerShape shape : shapes()) {
      boolean path = LowRankPaths.isPath(shape.name(), names);
      paths += path ? shape.places() : 0;
      places += shape.places();
      if (path) {
        apart.put(shape.name(), 0.0);
      }
    }
    if (paths == 0) {
      return this;
    }
    double kept = (1 - sparsity()) * (places - paths) + extra * paths;
    return new MaskPlan(
        new Allocation(allocation.kind(), shapes(), apart), 1 - kept / places, settings, totalSteps);
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
