package io.gossamer.ops.layer;

import java.io.Serializable;
import java.util.List;

/**
 * A layer in its network.
 *
 * @param name for example {@code fc1}; names its parameters
 * @param inputs numbers of the nodes it reads, all smaller than its own, or {@link #ROWS}
 * @param frozen whether its parameters stay as they are
 */
public record Node(String name, LayerSpec layer, List<Integer> inputs, boolean frozen) implements Serializable {
  /** The number that stands for the rows themselves. */
  public static final int ROWS = -1;

  public Node {
    inputs = List.copyOf(inputs);
  }

  /** A trained layer. */
  public Node(String name, LayerSpec layer, Integer... inputs) {
    this(name, layer, List.of(inputs), false);
  }
}
