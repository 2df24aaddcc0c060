package io.gossamer.ops.kernel;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import java.util.Arrays;

/**
 * A sparse convolution made ready: every kept weight becomes one offset into packed, zero-padded planes, so that the
 * kernels know no borders. Weights are {@code [outChannels, inChannels * size * size]}, column
 * {@code (channel * size + i) * size + j}. Immutable.
 *
 * <p>Packed planes are {@code [channels][height][width][lanes]}, {@code lanes} being {@link Tile#HALF} or
 * {@link Tile#LANES} with nothing between: half a tile wastes no cache, and two neighbouring pixels of it are 64 floats
 * in a row.
 *
 * <p>The input gradient of a pixel meets only the taps that agree with its place modulo the stride. Its kept weights
 * are listed phase by phase ({@code stride * stride} of them), within one input channel by input channel, then by tap,
 * then by output channel: the backward order.
 */
public final class ConvPlan {
  /** Partial sums of a weight gradient. */
  public static final int PARTIALS = 16;

  private final int inChannels;
  private final int outChannels;
  private final int size;
  private final int stride;
  private final int padding;
  private final int height;
  private final int width;
  private final Pattern pattern;
  private final boolean dense;
  private final int[] forwardHalf;
  private final int[] forwardWide;
  private final int[] backwardStart;
  private final int[] backwardHalf;
  private final int[] backwardWide;
  private final int[] backwardOrder;

  /**
   * @param height of the input
   * @param pattern {@code [outChannels, inChannels * size * size]}
   * @param dense whether to run on the loops for full patterns; the pattern must be full
   */
  public ConvPlan(
      int inChannels, int height, int width, int size, int stride, int padding, Pattern pattern, boolean dense) {
    if (dense && !pattern.isFull()) {
      throw new InvariantBroken("a dense convolution needs a full pattern, not " + pattern);
    }
    this.dense = dense;
    this.inChannels = inChannels;
    this.outChannels = pattern.out();
    this.size = size;
    this.stride = stride;
    this.padding = padding;
    this.height = height;
    this.width = width;
    this.pattern = pattern;
    int[] forward = new int[pattern.nnz()];
    for (int k = 0; k < forward.length; k++) {
      int column = pattern.columns()[k];
      int channel = column / (size * size);
      int i = column / size % size;
      int j = column % size;
      forward[k] = (channel * paddedHeight() + i) * paddedWidth() + j;
    }
    this.backwardStart = new int[stride * stride * inChannels + 1];
    this.backwardOrder = new int[pattern.nnz()];
    int[] backward = listBackward();
    this.forwardHalf = times(forward, Tile.HALF);
    this.forwardWide = times(forward, Tile.LANES);
    this.backwardHalf = times(backward, Tile.HALF);
    this.backwardWide = times(backward, Tile.LANES);
  }

  private int[] listBackward() {
    int[] places = new int[pattern.nnz()];
    int next = 0;
    for (int phase = 0; phase < stride * stride; phase++) {
      for (int channel = 0; channel < inChannels; channel++) {
        for (int i = phase / stride; i < size; i += stride) {
          for (int j = phase % stride; j < size; j += stride) {
            int column = (channel * size + i) * size + j;
            for (int p = pattern.columnStarts()[column]; p < pattern.columnStarts()[column + 1]; p++) {
              backwardOrder[next] = p;
              places[next++] = (pattern.rows()[p] * slopeHeight() + reach() - i / stride) * slopeWidth()
                  + reach() - j / stride;
            }
          }
        }
        backwardStart[phase * inChannels + channel + 1] = next;
      }
    }
    return places;
  }

  /** Whether the loops for full patterns run. */
  public boolean dense() {
    return dense;
  }

  public int inChannels() {
    return inChannels;
  }

  public int outChannels() {
    return outChannels;
  }

  public int stride() {
    return stride;
  }

  public int padding() {
    return padding;
  }

  /** Height of the input. */
  public int height() {
    return height;
  }

  /** Width of the input. */
  public int width() {
    return width;
  }

  /** Height of the output. */
  public int outHeight() {
    return (height + 2 * padding - size) / stride + 1;
  }

  /** Width of the output. */
  public int outWidth() {
    return (width + 2 * padding - size) / stride + 1;
  }

  /** Height of the padded input. */
  public int paddedHeight() {
    return height + 2 * padding;
  }

  /** Width of the padded input. */
  public int paddedWidth() {
    return width + 2 * padding;
  }

  /** Zeros above and left of the padded output gradient: steps that the farthest tap reaches back. */
  public int reach() {
    return (size - 1) / stride;
  }

  /** Height of the padded output gradient. */
  public int slopeHeight() {
    return reach() + Math.max(outHeight(), (height - 1 + padding) / stride + 1);
  }

  /** Width of the padded output gradient. */
  public int slopeWidth() {
    return reach() + Math.max(outWidth(), (width - 1 + padding) / stride + 1);
  }

  /** The first row or column of the input that a phase meets. */
  int first(int phase) {
    return Math.floorMod(phase - padding, stride);
  }

  /**
   * Pixels of the strip that starts at a column: 64 floats in a row in all planes are one pixel of a whole tile, or two
   * neighbours of half a tile where the stride is 1 and the row has two left.
   */
  int strip(int column, int lanes) {
    return lanes == Tile.HALF && stride == 1 && column + 1 < width ? 2 : 1;
  }

  /** Where a pixel lies in channel 0 of the padded input. */
  int inputAt(int row, int column, int lanes) {
    return ((row + padding) * paddedWidth() + column + padding) * lanes;
  }

  /** What the backward offsets of a pixel are relative to. */
  int slopeAt(int row, int column, int lanes) {
    return ((row + padding) / stride * slopeWidth() + (column + padding) / stride) * lanes;
  }

  /** Kept weights. */
  public int nnz() {
    return pattern.nnz();
  }

  /** Starts of the output channels, row by row. */
  int[] rowStarts() {
    return pattern.rowStarts();
  }

  /** Places of the padded input of each weight, row by row, times {@code lanes}. */
  int[] forwardOffsets(int lanes) {
    return lanes == Tile.LANES ? forwardWide : forwardHalf;
  }

  /** Starts of {@code phase * inChannels + channel} in the backward order. */
  int[] backwardStarts() {
    return backwardStart;
  }

  /** Places of the padded output gradient of each weight in backward order, times {@code lanes}. */
  int[] backwardOffsets(int lanes) {
    return lanes == Tile.LANES ? backwardWide : backwardHalf;
  }

  /** The place, input by input (CSC), of each weight in backward order. Not a copy. */
  public int[] backwardOrder() {
    return backwardOrder;
  }

  /** Floats of a packed padded input. */
  public int inputFloats(int lanes) {
    return inChannels * paddedHeight() * paddedWidth() * lanes;
  }

  /** Floats of a packed padded output gradient. */
  public int slopeFloats(int lanes) {
    return outChannels * slopeHeight() * slopeWidth() * lanes;
  }

  private static int[] times(int[] places, int lanes) {
    return Arrays.stream(places).map(place -> Math.multiplyExact(place, lanes)).toArray();
  }
}
