package io.gossamer.masks.method;

import io.gossamer.masks.allocation.Allocation;
import io.gossamer.masks.allocation.LayerShape;
import java.util.List;

/**
 * What a mask method needs to know of the run.
 *
 * @param sparsity of the finished model, over all maskable weights
 * @param totalSteps local steps of the whole run
 */
public record MaskPlan(Allocation allocation, double sparsity, GradualSettings gradual, long totalSteps) {
  public List<LayerShape> shapes() {
    return allocation.shapes();
  }

  public List<String> layers() {
    return shapes().stream().map(LayerShape::name).toList();
  }
}
