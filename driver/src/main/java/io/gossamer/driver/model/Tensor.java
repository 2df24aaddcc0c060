package io.gossamer.driver.model;

import java.util.List;

/**
 * One named tensor of a safetensors file.
 *
 * @param data {@code float[]} or {@code int[]}, row-major; referred to, not copied
 */
public record Tensor(String name, List<Integer> shape, Object data) {
  /** A vector of floats. */
  public static Tensor of(String name, float[] data) {
    return new Tensor(name, List.of(data.length), data);
  }

  /** A vector of integers. */
  public static Tensor of(String name, int[] data) {
    return new Tensor(name, List.of(data.length), data);
  }

  /** The format's name for the type of the elements. */
  String type() {
    return data instanceof float[] ? "F32" : "I32";
  }

  int length() {
    return data instanceof float[] floats ? floats.length : ((int[]) data).length;
  }
}
