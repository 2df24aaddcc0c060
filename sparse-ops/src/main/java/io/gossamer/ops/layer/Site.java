package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Window;
import java.util.List;

/**
 * Where a layer is compiled: its tensors, its windows of the value array, and what it shares with other layers.
 *
 * @param node number of the layer in its network
 * @param inputs one per input; the first layer's have no gradient
 * @param windows one per parameter, in their order
 * @param pattern of the masked weight; null where there is none
 * @param dense whether the masked weight runs on dense kernels
 * @param sparseRows whether the input is the rows themselves, kept sparse, with no tile
 * @param relu whether the output goes through a ReLU
 * @param trained whether parameters need gradients; false for frozen layers
 * @param tiles the most tiles of a batch
 * @param values of all parameters, in resident order; written by others between steps
 * @param gradients of all parameters, to be added to
 * @param crew the threads that share the layer's work
 */
public record Site(
    int node,
    Kernels kernels,
    List<Tensor> inputs,
    Tensor output,
    List<Window> windows,
    Pattern pattern,
    boolean dense,
    boolean sparseRows,
    boolean relu,
    boolean trained,
    int tiles,
    float[] values,
    float[] gradients,
    Crew crew,
    Scratch scratch) {
  /** The only input. */
  public Tensor input() {
    return inputs.get(0);
  }

  /** Where parameter {@code n} starts. */
  public int at(int n) {
    return windows.get(n).offset();
  }
}
