package io.gossamer.ops.values;

/**
 * One parameter's slice of the flat value array.
 *
 * @param name for example {@code fc1.weight}
 * @param offset of its first value
 * @param length in values
 * @param trained whether an optimiser moves it: not statistics, not what is frozen
 */
public record Window(String name, int offset, int length, Role role, boolean trained) {
  /** The position after the last value. */
  public int end() {
    return offset + length;
  }

  /** Whether a mask says which places it has. */
  public boolean masked() {
    return role == Role.MASKED;
  }
}
