package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;

/**
 * A square window that slides over images: sizes in places.
 *
 * @param size side of the window
 * @param stride step of the window
 * @param padding zeros around the image
 */
record Window2d(int size, int stride, int padding) {
  Window2d {
    if (size < 1 || stride < 1 || padding < 0 || padding >= size) {
      throw new InvalidInput("a window of size " + size + ", stride " + stride + ", padding " + padding
          + " cannot be; size and stride must be at least 1, padding at least 0 and below size");
    }
  }

  /** Channels of the output over an image of the input's height and width. */
  Shape over(Shape input, int channels) {
    int height = steps(input.height());
    int width = steps(input.width());
    if (height < 1 || width < 1) {
      throw new InvalidInput("a window of size " + size + " with padding " + padding + " does not fit an image of "
          + input + "; for rows that are images name their shape in model.image");
    }
    return new Shape(channels, height, width);
  }

  private int steps(int side) {
    return Math.floorDiv(side + 2 * padding - size, stride) + 1;
  }
}
