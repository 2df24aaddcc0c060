package io.gossamer.ops.kernel;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;

/**
 * A convolution made ready: every kept weight becomes one offset into packed, zero-padded planes, so that the kernels
 * know no borders. Weights are {@code [outChannels, inChannels * size * size]}, column
 * {@code (channel * size + i) * size + j}. Immutable.
 *
 * <p>Lines of the forward pass are output channels, their weights ascend. The input gradient of a pixel meets only the
 * taps that agree with its place modulo the stride: lines of the backward pass are a phase ({@code stride * stride} of
 * them) and an input channel, their weights ascend by output channel, then by tap.
 */
public final class ConvPlan {
  /** Partial sums of a weight gradient. */
  public static final int PARTIALS = 16;

  private final ConvShape shape;
  private final Pattern pattern;
  private final boolean dense;
  private final ConvLists forward;
  private final ConvLists backward;

  /**
   * @param pattern {@code [outChannels, inChannels * size * size]}
   * @param dense whether to run on the loops for full patterns; the pattern must be full
   */
  public ConvPlan(ConvShape shape, Pattern pattern, boolean dense) {
    if (dense && !pattern.isFull()) {
      throw new InvariantBroken("a dense convolution needs a full pattern, not " + pattern);
    }
    this.shape = shape;
    this.pattern = pattern;
    this.dense = dense;
    int size = shape.size();
    int stride = shape.stride();
    int nnz = pattern.nnz();
    int[] out = new int[nnz];
    int[] in = new int[nnz];
    int[] line = new int[nnz];
    int[] window = new int[nnz];
    int[] slope = new int[nnz];
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        int column = pattern.columns()[k];
        int i = column / size % size;
        int j = column % size;
        out[k] = o;
        in[k] = column / (size * size);
        line[k] = (i % stride * stride + j % stride) * shape.inChannels() + in[k];
        window[k] = in[k] * shape.inputPlane() + i * shape.paddedWidth() + j;
        slope[k] = o * shape.slopePlane() + (shape.reach() - i / stride) * shape.slopeWidth()
            + shape.reach() - j / stride;
      }
    }
    this.forward = new ConvLists(shape, shape.outChannels(), out, in, window, shape.inChannels());
    this.backward =
        new ConvLists(shape, stride * stride * shape.inChannels(), line, out, slope, shape.outChannels());
  }

  public ConvShape shape() {
    return shape;
  }

  /** Whether the pattern is a full one, written out with its zeros. */
  public boolean dense() {
    return dense;
  }

  /** Kept weights. */
  public int nnz() {
    return pattern.nnz();
  }

  ConvLists forward() {
    return forward;
  }

  ConvLists backward() {
    return backward;
  }

  /** The weight, counted row by row of the pattern, at each place of the forward pass. Not a copy. */
  public int[] forwardOrder() {
    return forward.order();
  }

  /** The weight, counted row by row of the pattern, at each place of the backward pass. Not a copy. */
  public int[] backwardOrder() {
    return backward.order();
  }

  /** Floats of a packed padded input. */
  public int inputFloats(int lanes) {
    return shape.inChannels() * shape.inputPlane() * lanes;
  }

  /** Floats of a packed padded output gradient. */
  public int slopeFloats(int lanes) {
    return shape.outChannels() * shape.slopePlane() * lanes;
  }

  /** Floats of the output as it is written. */
  public int outputFloats(int lanes) {
    return shape.outChannels() * shape.outputPlane() * lanes;
  }

  /** Floats of the input gradient as it is written. */
  public int gradientFloats(int lanes) {
    return shape.inChannels() * shape.gradientPlane() * lanes;
  }
}
