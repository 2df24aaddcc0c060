package io.gossamer.ops.values;

import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Names, lengths and offsets of every window of the flat value array, in order: first the masked weights, then all that
 * is dense. A mask change moves the first part and leaves the second as it is.
 */
public record ParameterLayout(List<Window> windows) {
  public ParameterLayout {
    windows = List.copyOf(windows);
  }

  /** Collects windows one after the other. */
  public static final class Builder {
    private final List<Window> windows = new ArrayList<>();
    private long length;

    /**
     * Appends a window.
     *
     * @throws InvalidInput if the model has more than {@code 2^31 - 1} values
     */
    public Builder add(String name, long count, Role role, boolean frozen) {
      if (length + count > Integer.MAX_VALUE) {
        throw new InvalidInput("the model has " + String.format("%,d", length + count) + " values up to " + name
            + "; at most 2,147,483,647 fit one array: raise the sparsity or narrow the layers");
      }
      windows.add(new Window(name, (int) length, (int) count, role, role.trained() && !frozen));
      length += count;
      return this;
    }

    /** What was collected. */
    public ParameterLayout build() {
      return new ParameterLayout(windows);
    }
  }

  /**
   * The window of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Window window(String name) {
    for (Window window : windows) {
      if (window.name().equals(name)) {
        return window;
      }
    }
    throw new IllegalArgumentException("no parameter " + name);
  }

  /** Values in all. */
  public int length() {
    return windows.isEmpty() ? 0 : windows.get(windows.size() - 1).end();
  }
}
