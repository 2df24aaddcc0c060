package io.gossamer.ops.net;

import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Touched;
import io.gossamer.ops.values.Window;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Compiler} made of a network: steps forward and steps backward over buffers that never move.
 *
 * @param layers in forward order
 * @param backward in the order they run
 * @param rows tiles of the rows; null where no layer needs them
 * @param orders resident orders of the masked weights; null entries where resident and documented order agree
 * @param masked windows of the masked weights
 * @param maskedSites where the masked weights' layers stand
 * @param few layers whose first parameter a batch reaches in few places
 * @param fewWindows these parameters
 * @param features what each layer under a mask hands on, by its name
 */
record ExecutionPlan(
    List<Layer> layers,
    List<Layer> forward,
    List<Layer> backward,
    Tensor rows,
    Tensor logits,
    List<Window> masked,
    int[][] orders,
    List<Site> maskedSites,
    int length,
    Layer[] few,
    List<Window> fewWindows,
    Map<String, Tensor> features) {
  void forward(Batch batch) {
    for (int n = 0; n < forward.size(); n++) {
      forward.get(n).forward(batch);
    }
  }

  /** Names what a batch reaches in layers of which it reaches few places. */
  void touch(Batch batch, Touched touched) {
    for (int n = 0; n < few.length; n++) {
      few[n].touch(batch, touched);
    }
  }

  /** Which windows of the layout are the first parameter of such a layer. */
  boolean[] fewWindows(ParameterLayout layout) {
    boolean[] windows = new boolean[layout.windows().size()];
    for (Window window : fewWindows) {
      windows[layout.windows().indexOf(window)] = true;
    }
    return windows;
  }

  void backward(Batch batch) {
    for (int n = 0; n < backward.size(); n++) {
      backward.get(n).backward(batch);
    }
  }

  /** Comparisons with a teacher, in the order they run. */
  FeatureMatch[] matches() {
    return backward.stream().filter(FeatureMatch.class::isInstance).toArray(FeatureMatch[]::new);
  }

  void toResident(float[] documented, float[] resident) {
    System.arraycopy(documented, 0, resident, 0, length);
    for (int l = 0; l < orders.length; l++) {
      int[] position = orders[l];
      int at = masked.get(l).offset();
      for (int p = 0; position != null && p < position.length; p++) {
        resident[at + p] = documented[at + position[p]];
      }
    }
  }

  void toDocumented(float[] resident, float[] documented) {
    System.arraycopy(resident, 0, documented, 0, length);
    for (int l = 0; l < orders.length; l++) {
      int[] position = orders[l];
      int at = masked.get(l).offset();
      for (int p = 0; position != null && p < position.length; p++) {
        documented[at + position[p]] = resident[at + p];
      }
    }
  }

  void toDocumented(double[] resident, double[] documented) {
    System.arraycopy(resident, 0, documented, 0, length);
    for (int l = 0; l < orders.length; l++) {
      int[] position = orders[l];
      int at = masked.get(l).offset();
      for (int p = 0; position != null && p < position.length; p++) {
        documented[at + position[p]] = resident[at + p];
      }
    }
  }

  List<BatchNorm.Statistics> statistics() {
    return layers.stream()
        .filter(BatchNorm.Statistics.class::isInstance).map(BatchNorm.Statistics.class::cast)
        .filter(BatchNorm.Statistics::moves).toList();
  }
}
