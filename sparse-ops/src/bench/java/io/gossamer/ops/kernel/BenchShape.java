package io.gossamer.ops.kernel;

import java.util.stream.Stream;

final class BenchShape {
  private BenchShape() {}

  /** Batch, inputs and outputs of {@code "128x784x300"}. */
  static int[] parse(String shape) {
    return Stream.of(shape.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
