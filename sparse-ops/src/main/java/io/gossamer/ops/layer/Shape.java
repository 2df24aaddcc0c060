package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;

/**
 * The shape of one row's activations, {@code [channels, height, width]}; a plain vector is {@code [features, 1, 1]}.
 * Feature {@code (c * height + y) * width + x} of a tile holds channel c at (y, x).
 */
public record Shape(int channels, int height, int width) implements Serializable {
  public Shape {
    if (channels < 1 || height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE / channels) {
      throw new InvalidInput("a shape of " + channels + "x" + height + "x" + width
          + " cannot be; every side must be at least 1 and their product below 2^31");
    }
  }

  /** A vector. */
  public static Shape flat(int features) {
    return new Shape(features, 1, 1);
  }

  /** Floats of one row. */
  public int features() {
    return channels * height * width;
  }

  /** Places of one channel. */
  public int area() {
    return height * width;
  }

  @Override
  public String toString() {
    return area() == 1 ? Integer.toString(channels) : channels + "x" + height + "x" + width;
  }
}
