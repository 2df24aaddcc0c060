package io.gossamer.ops.values;

/**
 * One parameter's slice of the flat value array.
 *
 * @param name for example {@code fc1.weight}
 * @param offset of its first value
 * @param length in values
 * @param masked whether a mask says which places it has; false for biases, which are dense
 */
public record Window(String name, int offset, int length, boolean masked) {
  /** The position after the last value. */
  public int end() {
    return offset + length;
  }
}
