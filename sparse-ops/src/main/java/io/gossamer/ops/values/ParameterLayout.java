package io.gossamer.ops.values;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Names, lengths and offsets of every window of the flat value array, in order. */
public record ParameterLayout(List<Window> windows) {
  public ParameterLayout {
    windows = List.copyOf(windows);
  }

  /**
   * The layout of linear layers: for each, {@code name.weight} with one value per kept place and {@code name.bias}.
   *
   * @throws InvalidInput if the model has more than {@code 2^31 - 1} values
   */
  public static ParameterLayout of(List<String> names, List<Pattern> patterns) {
    List<Window> windows = new ArrayList<>();
    long offset = 0;
    for (int l = 0; l < patterns.size(); l++) {
      Pattern pattern = patterns.get(l);
      windows.add(new Window(names.get(l) + ".weight", (int) offset, pattern.nnz(), true));
      offset += pattern.nnz();
      windows.add(new Window(names.get(l) + ".bias", (int) offset, pattern.out(), false));
      offset += pattern.out();
      if (offset > Integer.MAX_VALUE) {
        throw new InvalidInput("the model has " + String.format("%,d", offset) + " values up to layer " + names.get(l)
            + "; at most 2,147,483,647 fit one array: raise the sparsity or narrow the layers");
      }
    }
    return new ParameterLayout(windows);
  }

  /** The weight window of layer {@code layer}. */
  public Window weight(int layer) {
    return windows.get(2 * layer);
  }

  /** The bias window of layer {@code layer}. */
  public Window bias(int layer) {
    return windows.get(2 * layer + 1);
  }

  public int layers() {
    return windows.size() / 2;
  }

  /** Values in all. */
  public int length() {
    return windows.isEmpty() ? 0 : windows.get(windows.size() - 1).end();
  }
}
