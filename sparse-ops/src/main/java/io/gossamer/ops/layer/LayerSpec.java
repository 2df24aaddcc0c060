package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.List;

/**
 * A layer as the user writes it: what it makes of shapes, which parameters it has, and how it is compiled. One record a
 * layer, registered in {@link LayerKind}; equal settings are equal layers.
 */
public interface LayerSpec extends Serializable {
  /**
   * The output's shape.
   *
   * @throws InvalidInput if the layer cannot take these inputs
   */
  Shape output(List<Shape> inputs);

  /** Its parameters, in the order they are stored. */
  default List<Parameter> parameters(List<Shape> inputs) {
    return List.of();
  }

  /**
   * Floats of scratch that a thread needs at most, whatever the mask and the way it is executed.
   *
   * @param sparseRows whether the input is the rows themselves, kept sparse
   */
  default int scratchFloats(List<Shape> inputs, boolean sparseRows) {
    return 0;
  }

  /** Binds the layer to its tensors and values. */
  Layer compile(Site site);

  /** Whether sparse rows can be read as they are, without a dense tile. */
  default boolean readsSparseRows() {
    return false;
  }

  /** Whether a ReLU after it can be computed with it. */
  default boolean fusesRelu() {
    return false;
  }

  /** Whether it closes the input gradient where a rectified input is not above zero. */
  default boolean gatesInput() {
    return false;
  }

  /** Whether the output may lie where the input lay. */
  default boolean worksInPlace() {
    return false;
  }

  /** Whether the backward pass reads the output, which then must not be overwritten. */
  default boolean rereadsOutput() {
    return false;
  }

  /** The only input of a layer that takes one. */
  static Shape single(String layer, List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new InvalidInput("a layer " + layer + " takes one input, not " + inputs.size());
    }
    return inputs.get(0);
  }
}
