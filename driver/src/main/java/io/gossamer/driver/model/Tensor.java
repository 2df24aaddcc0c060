package io.gossamer.driver.model;

import java.lang.reflect.Array;
import java.util.List;

/**
 * One named tensor of a safetensors file.
 *
 * @param data {@code float[]}, {@code int[]}, {@code double[]} or {@code long[]}, row-major; referred to, not copied
 */
public record Tensor(String name, List<Integer> shape, Object data) {
  /** A vector. */
  public static Tensor of(String name, Object data) {
    return new Tensor(name, List.of(Array.getLength(data)), data);
  }

  TensorType type() {
    return TensorType.of(data);
  }

  int length() {
    return Array.getLength(data);
  }

  /** Bytes of the elements. */
  long bytes() {
    return (long) type().bytes() * length();
  }
}
