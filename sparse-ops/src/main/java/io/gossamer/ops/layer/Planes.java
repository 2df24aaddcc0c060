package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.ConvShape;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;

/**
 * Packed planes of an image: groups of columns of a tile one after the other, each {@code [channels][plane][lanes]}
 * with a border of zeros.
 *
 * @param border zeros above and left; what remains of the plane lies below and right
 * @param width of a plane in pixels
 * @param pixels of a plane from one channel to the next, at least {@code height * width}
 */
record Planes(Shape image, int border, int height, int width, int pixels) {
  static Planes ofInput(ConvShape shape, Shape image) {
    return new Planes(image, shape.padding(), shape.paddedHeight(), shape.paddedWidth(), shape.inputPlane());
  }

  static Planes ofSlopes(ConvShape shape, Shape image) {
    return new Planes(image, shape.reach(), shape.slopeHeight(), shape.slopeWidth(), shape.slopePlane());
  }

  static Planes ofOutput(ConvShape shape, Shape image) {
    return new Planes(image, 0, shape.outHeight(), shape.outputWidth(), shape.outputPlane());
  }

  static Planes ofGradient(ConvShape shape, Shape image) {
    return new Planes(image, 0, shape.height(), shape.gradientWidth(), shape.gradientPlane());
  }

  /** Floats of a group. */
  int floats(int lanes) {
    return image.channels() * pixels * lanes;
  }

  /** Copies {@code groups * lanes} columns of a tile into planes and writes their borders. */
  void pack(Kernels kernels, float[] tile, int tileAt, int lanes, int groups, float[] into, int at) {
    pack(kernels, tile, tileAt, lanes, groups, 0, image.channels(), into, at);
  }

  /** The same for the channels {@code [first, end)}. */
  void pack(
      Kernels kernels, float[] tile, int tileAt, int lanes, int groups, int first, int end, float[] into, int at) {
    int from = tileAt + first * image.area() * Tile.LANES;
    for (int c = first; c < end; c++) {
      int plane = at + c * pixels * lanes;
      for (int g = 0; g < groups; g++) {
        zeroBorder(into, plane + g * floats(lanes), lanes);
      }
      for (int row = 0; row < image.height(); row++) {
        int inside = plane + ((border + row) * width + border) * lanes;
        if (lanes == ConvShape.NARROW) {
          kernels.packPixels(tile, from, into, inside, floats(lanes), groups, image.width());
        } else {
          for (int g = 0; g < groups; g++) {
            copy(tile, from + g * lanes, Tile.LANES, into, inside + g * floats(lanes), lanes, lanes);
          }
        }
        from += image.width() * Tile.LANES;
      }
    }
  }

  private void zeroBorder(float[] into, int plane, int lanes) {
    int end = plane;
    for (int row = border; row < border + image.height(); row++) {
      int inside = plane + (row * width + border) * lanes;
      Arrays.fill(into, end, inside, 0f);
      end = inside + image.width() * lanes;
    }
    Arrays.fill(into, end, plane + height * width * lanes, 0f);
  }

  /** The way back. */
  void unpack(Kernels kernels, float[] packed, int at, int lanes, int groups, float[] tile, int tileAt) {
    unpack(kernels, packed, at, lanes, groups, 0, image.channels(), tile, tileAt);
  }

  /** The same for the channels {@code [first, end)}. */
  void unpack(
      Kernels kernels, float[] packed, int at, int lanes, int groups, int first, int end, float[] tile, int tileAt) {
    int into = tileAt + first * image.area() * Tile.LANES;
    for (int c = first; c < end; c++) {
      for (int row = 0; row < image.height(); row++) {
        int inside = at + (c * pixels + (border + row) * width + border) * lanes;
        if (lanes == ConvShape.NARROW) {
          kernels.unpackPixels(packed, inside, floats(lanes), groups, tile, into, image.width());
        } else {
          for (int g = 0; g < groups; g++) {
            copy(packed, inside + g * floats(lanes), lanes, tile, into + g * lanes, Tile.LANES, lanes);
          }
        }
        into += image.width() * Tile.LANES;
      }
    }
  }

  /** Copies {@code lanes} floats of each pixel of a row. */
  private void copy(float[] from, int fromAt, int fromStep, float[] to, int toAt, int toStep, int lanes) {
    for (int n = 0; n < image.width(); n++) {
      System.arraycopy(from, fromAt + n * fromStep, to, toAt + n * toStep, lanes);
    }
  }
}
