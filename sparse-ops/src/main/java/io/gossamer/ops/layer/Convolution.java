package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.ConvPlan;
import io.gossamer.ops.kernel.ConvShape;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.Arrays;

/**
 * A convolution bound to its tensors. Brings the columns of each tile, a few at a time, into packed planes with their
 * border of zeros, runs the kernels there, and brings the results back; a whole tile without a border is used as it
 * lies. Where the plan says dense, a masked kernel runs with its zeros written out.
 */
final class Convolution implements Layer {
  private final Site site;
  private final Kernels kernels;
  private final Tensor x;
  private final Tensor y;
  private final Pattern pattern;
  private final ConvPlan plan;
  private final ConvShape shape;
  private final int weightAt;
  private final BiasVector bias;
  private final int[] forwardPlaces;
  private final int[] backwardPlaces;
  private final float[] forward;
  private final float[] backward;
  private final float[] partials;
  private final float[] columnSums;
  private final Planes input;
  private final Planes slopes;
  private final Planes output;
  private final Planes gradient;

  Convolution(Site site, Window2d window, Pattern pattern) {
    this.site = site;
    this.kernels = site.kernels();
    this.x = site.input();
    this.y = site.output();
    this.pattern = pattern;
    Shape in = x.shape();
    boolean dense = site.dense();
    this.shape = new ConvShape(
        in.channels(), pattern.out(), in.height(), in.width(), window.size(), window.stride(), window.padding());
    this.plan = new ConvPlan(shape, dense ? Patterns.full(pattern.out(), pattern.in()) : pattern, dense);
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, shape.outChannels());
    this.forwardPlaces = places(plan.forwardOrder());
    this.backwardPlaces = places(plan.backwardOrder());
    this.forward = new float[plan.nnz()];
    this.backward = new float[plan.nnz()];
    this.partials = new float[plan.nnz() * ConvPlan.PARTIALS];
    this.columnSums = new float[Tile.LANES];
    this.input = Planes.ofInput(shape, x.shape());
    this.slopes = Planes.ofSlopes(shape, y.shape());
    this.output = Planes.ofOutput(shape, y.shape());
    this.gradient = Planes.ofGradient(shape, x.shape());
    int lanes = shape.lanes(Tile.LANES);
    int floats = input.floats(lanes) + slopes.floats(lanes) + Math.max(output.floats(lanes), gradient.floats(lanes));
    site.scratch().require(Tile.LANES / lanes * floats);
  }

  /** Where each resident value lies in an order of the plan. */
  private int[] places(int[] order) {
    int[] inverse = new int[order.length];
    for (int k = 0; k < order.length; k++) {
      inverse[order[k]] = k;
    }
    int[] flat = Patterns.flat(pattern);
    return Arrays.stream(pattern.positions())
        .map(position -> inverse[plan.dense() ? flat[position] : position]).toArray();
  }

  @Override
  public int[] residentOrder() {
    return site.pattern() == null ? null : pattern.positions();
  }

  @Override
  public void refresh() {
    for (int p = 0; p < forwardPlaces.length; p++) {
      float value = site.values()[weightAt + p];
      forward[forwardPlaces[p]] = value;
      backward[backwardPlaces[p]] = value;
    }
  }

  @Override
  public void forward(Batch batch) {
    float[] scratch = site.scratch().floats();
    int base = site.scratch().at();
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = shape.lanes(batch.lanes(t));
      int groups = batch.lanes(t) / lanes;
      boolean asItLies = lanes == Tile.LANES;
      boolean direct = asItLies && shape.padding() == 0;
      if (!direct) {
        input.pack(kernels, x.values(), x.at(t), lanes, groups, scratch, base);
      }
      float[] in = direct ? x.values() : scratch;
      int inAt = direct ? x.at(t) : base;
      float[] out = asItLies ? y.values() : scratch;
      int outAt = asItLies ? y.at(t) : base + groups * input.floats(lanes);
      for (int g = 0; g < groups; g++) {
        kernels.convForward(
            plan, lanes, forward, bias.values(), bias.at(), in, inAt + g * input.floats(lanes), out,
            outAt + g * output.floats(lanes));
      }
      if (!asItLies) {
        output.unpack(kernels, scratch, outAt, lanes, groups, y.values(), y.at(t));
      }
      if (site.relu()) {
        rectify(y.values(), y.at(t), y.floats());
      }
    }
  }

  private static void rectify(float[] y, int at, int count) {
    for (int n = at; n < at + count; n++) {
      y[n] = Math.max(y[n], 0f);
    }
  }

  @Override
  public void backward(Batch batch) {
    float[] scratch = site.scratch().floats();
    int base = site.scratch().at();
    Arrays.fill(partials, 0f);
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = shape.lanes(batch.lanes(t));
      int groups = batch.lanes(t) / lanes;
      int slopesAt = base + groups * input.floats(lanes);
      input.pack(kernels, x.values(), x.at(t), lanes, groups, scratch, base);
      slopes.pack(kernels, y.gradients(), y.gradientAt(t), lanes, groups, scratch, slopesAt);
      biasGradient(t, batch.lanes(t));
      boolean asItLies = lanes == Tile.LANES;
      float[] dx = !x.wantsGradient() ? null : asItLies ? x.gradients() : scratch;
      int dxAt = asItLies ? x.gradientAt(t) : slopesAt + groups * slopes.floats(lanes);
      for (int g = 0; g < groups; g++) {
        kernels.convBackward(
            plan, lanes, backward, scratch, base + g * input.floats(lanes), scratch,
            slopesAt + g * slopes.floats(lanes), dx, dxAt + g * gradient.floats(lanes), partials);
      }
      if (dx == scratch) {
        gradient.unpack(kernels, scratch, dxAt, lanes, groups, x.gradients(), x.gradientAt(t));
      }
    }
    for (int p = 0; p < backwardPlaces.length; p++) {
      site.gradients()[weightAt + p] += tree(partials, backwardPlaces[p] * ConvPlan.PARTIALS);
    }
  }

  /** The sum of each channel: in each column place after place, then the columns that compute, in order. */
  private void biasGradient(int tile, int lanes) {
    if (site.windows().size() < 2) {
      return;
    }
    int area = y.shape().area();
    for (int c = 0; c < shape.outChannels(); c++) {
      Arrays.fill(columnSums, 0f);
      kernels.addRows(y.gradients(), y.gradientAt(tile) + c * area * Tile.LANES, area, columnSums);
      double sum = 0;
      for (int b = 0; b < lanes; b++) {
        sum += columnSums[b];
      }
      site.gradients()[bias.at() + c] += (float) sum;
    }
  }

  private static float tree(float[] p, int at) {
    float a0 = p[at] + p[at + 8] + (p[at + 4] + p[at + 12]);
    float a1 = p[at + 1] + p[at + 9] + (p[at + 5] + p[at + 13]);
    float a2 = p[at + 2] + p[at + 10] + (p[at + 6] + p[at + 14]);
    float a3 = p[at + 3] + p[at + 11] + (p[at + 7] + p[at + 15]);
    return a0 + a2 + (a1 + a3);
  }
}
