package io.gossamer.driver.report;

import io.gossamer.masks.Explored;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.MaskMemory;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.worker.measure.LivePaths;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mask is like.
 *
 * @param layers in order
 * @param effectiveSparsity share of weights on no path from inputs to outputs
 * @param drift share of the places of both masks together that only one of them has; 0 where the mask stayed
 */
public record MaskFigures(List<Layer> layers, double effectiveSparsity, double drift) {
  /**
   * One layer.
   *
   * @param explored share of places that the run has kept at some time (ITOP rate)
   * @param effective kept weights on a path
   * @param dead units on no path
   */
  public record Layer(String name, int nnz, double density, double explored, int effective, int dead) {}

  public MaskFigures {
    layers = List.copyOf(layers);
  }

  /** Of the mask that followed {@code before}. */
  public static MaskFigures of(NetworkSpec network, Mask before, Mask mask, MaskMemory memory) {
    LivePaths paths = new LivePaths(network, mask);
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < mask.patterns().size(); l++) {
      layers.add(new Layer(
          mask.layers().get(l), mask.patterns().get(l).nnz(), mask.patterns().get(l).density(),
          Explored.rate(memory, mask, l), paths.effective(l), paths.dead(l)));
    }
    return new MaskFigures(layers, paths.effectiveSparsity(), drift(before, mask));
  }

  private static double drift(Mask before, Mask mask) {
    MaskChange change = MaskChange.between(before, mask);
    int together = before.nnz() + change.grown();
    return together == 0 ? 0 : (change.dropped() + change.grown()) / (double) together;
  }
}
