package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.ConvPlan;
import io.gossamer.ops.kernel.ConvShape;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;
import java.util.Arrays;

/**
 * A convolution bound to its tensors. Brings the columns of each tile, a few at a time, into packed planes with their
 * border of zeros, runs the kernels there, and brings the results back; a whole tile without a border is used as it
 * lies. Where the plan says dense, a masked kernel runs with its zeros written out.
 *
 * <p>A crew shares the columns of the forward pass, each thread with planes of its own. Going back, planes are packed
 * first, channel by channel; then it shares channels of the input gradient and weights of the weight gradient.
 */
final class Convolution implements Layer {
  /** Columns that share a cache line, which two threads had better not write both. */
  private static final int LINE = 16;

  /** Groups of columns whose planes exist at once: as many as share a line of a tile, the fewer the nearer. */
  private static final int GROUPS = 2;

  /** Multiply-adds in the time that copying a number, or summing it up, takes. */
  private static final long COPY_COST = 4;

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
  private final float[][] columnSums;
  private final Crew crew;
  private final int forwardParts;
  private final Cut inputChannels;
  private final Cut outputChannels;
  private final Cut weights;
  private final Cut values;
  private final Crew.Work forwardWork = this::forward;
  private final Crew.Work packWork = this::pack;
  private final Crew.Work backwardWork = this::backward;
  private final Crew.Work unpackWork = this::unpack;
  private final Crew.Work sumWork = this::sum;
  private final Crew.Work copyWork = this::copy;
  private Batch batch;
  private int tile;
  private int firstGroup;
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
    boolean dense = site.dense();
    this.shape = shape(x.shape(), pattern.out(), window);
    this.plan = new ConvPlan(shape, dense ? Patterns.full(pattern.out(), pattern.in()) : pattern, dense);
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, shape.outChannels());
    this.forwardPlaces = places(plan.forwardOrder());
    this.backwardPlaces = places(plan.backwardOrder());
    this.forward = new float[plan.nnz()];
    this.backward = new float[plan.nnz()];
    this.partials = new float[plan.nnz() * ConvPlan.PARTIALS];
    this.crew = site.crew();
    this.columnSums = new float[crew.threads()][Tile.LANES];
    this.input = Planes.ofInput(shape, x.shape());
    this.slopes = Planes.ofSlopes(shape, y.shape());
    this.output = Planes.ofOutput(shape, y.shape());
    this.gradient = Planes.ofGradient(shape, x.shape());
    int area = Math.max(y.shape().area(), x.shape().area());
    this.forwardParts = crew.parts((long) plan.nnz() * area * Tile.LANES);
    this.inputChannels = Cut.even(shape.inChannels(), 1, forwardParts);
    this.outputChannels = Cut.even(shape.outChannels(), 1, forwardParts);
    this.weights = Cut.even(plan.nnz(), 1, forwardParts);
    this.values = Cut.even(pattern.nnz(), 1, crew.parts(COPY_COST * ConvPlan.PARTIALS * pattern.nnz()));
  }

  private static ConvShape shape(Shape in, int out, Window2d window) {
    return new ConvShape(
        in.channels(), out, in.height(), in.width(), window.size(), window.stride(), window.padding());
  }

  /** Of all planes that exist at once. */
  static int planesFloats(Shape in, Shape out, Window2d window) {
    ConvShape shape = shape(in, out.channels(), window);
    int lanes = shape.lanes(Tile.LANES);
    int floats = Planes.ofInput(shape, in).floats(lanes) + Planes.ofSlopes(shape, out).floats(lanes)
        + Math.max(Planes.ofOutput(shape, out).floats(lanes), Planes.ofGradient(shape, in).floats(lanes));
    return Math.min(GROUPS, Tile.LANES / lanes) * floats;
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
    crew.run(values.parts(), copyWork);
  }

  private void copy(int part, int thread) {
    for (int p = values.from(part); p < values.to(part); p++) {
      float value = site.values()[weightAt + p];
      forward[forwardPlaces[p]] = value;
      backward[backwardPlaces[p]] = value;
    }
  }

  @Override
  public void forward(Batch batch) {
    this.batch = batch;
    for (tile = 0; tile < batch.tiles(); tile++) {
      crew.run(columnParts(), forwardWork);
    }
  }

  /** Only a tile that goes through planes in groups of columns can be shared, at whole cache lines. */
  private int columnParts() {
    int lanes = batch.lanes(tile);
    return shape.lanes(lanes) == lanes ? 1 : Math.min(forwardParts, Math.max(1, lanes / LINE));
  }

  private void forward(int part, int thread) {
    int lanes = shape.lanes(batch.lanes(tile));
    int parts = columnParts();
    int perPart = batch.lanes(tile) / lanes / parts;
    int first = part * perPart;
    int groups = part == parts - 1 ? batch.lanes(tile) / lanes - first : perPart;
    for (int done = 0; done < groups; done += GROUPS) {
      forward((first + done) * lanes, lanes, Math.min(GROUPS, groups - done), thread);
    }
  }

  private void forward(int columns, int lanes, int groups, int thread) {
    float[] scratch = site.scratch().floats(thread);
    int base = site.scratch().at(thread);
    boolean asItLies = lanes == Tile.LANES;
    boolean direct = asItLies && shape.padding() == 0;
    if (!direct) {
      input.pack(kernels, x.values(), x.at(tile) + columns, lanes, groups, scratch, base);
    }
    float[] in = direct ? x.values() : scratch;
    int inAt = direct ? x.at(tile) : base;
    float[] out = asItLies ? y.values() : scratch;
    int outAt = asItLies ? y.at(tile) : base + groups * input.floats(lanes);
    for (int g = 0; g < groups; g++) {
      kernels.convForward(
          plan, lanes, forward, bias.values(), bias.at(), in, inAt + g * input.floats(lanes), out,
          outAt + g * output.floats(lanes));
    }
    if (site.relu()) {
      rectify(out, outAt, groups * output.floats(lanes));
    }
    if (!asItLies) {
      output.unpack(kernels, scratch, outAt, lanes, groups, y.values(), y.at(tile) + columns);
    }
  }

  private static void rectify(float[] y, int at, int count) {
    for (int n = at; n < at + count; n++) {
      y[n] = Math.max(y[n], 0f);
    }
  }

  @Override
  public void backward(Batch batch) {
    this.batch = batch;
    Arrays.fill(partials, 0f);
    for (tile = 0; tile < batch.tiles(); tile++) {
      int lanes = shape.lanes(batch.lanes(tile));
      for (firstGroup = 0; firstGroup < batch.lanes(tile) / lanes; firstGroup += GROUPS) {
        crew.run(weights.parts(), packWork);
        crew.run(weights.parts(), backwardWork);
        if (x.wantsGradient() && lanes != Tile.LANES) {
          crew.run(weights.parts(), unpackWork);
        }
      }
    }
    crew.run(values.parts(), sumWork);
  }

  private int groups(int lanes) {
    return Math.min(GROUPS, batch.lanes(tile) / lanes - firstGroup);
  }

  /** Where the planes of the output gradient start in the caller's scratch, behind those of the input. */
  private int slopesAt(int lanes) {
    return site.scratch().at() + groups(lanes) * input.floats(lanes);
  }

  /** Where those of the input gradient start. */
  private int gradientAt(int lanes) {
    return slopesAt(lanes) + groups(lanes) * slopes.floats(lanes);
  }

  private void pack(int part, int thread) {
    int lanes = shape.lanes(batch.lanes(tile));
    int columns = firstGroup * lanes;
    float[] scratch = site.scratch().floats();
    input.pack(kernels, x.values(), x.at(tile) + columns, lanes, groups(lanes), inputChannels.from(part),
        inputChannels.to(part), scratch, site.scratch().at());
    slopes.pack(kernels, y.gradients(), y.gradientAt(tile) + columns, lanes, groups(lanes), outputChannels.from(part),
        outputChannels.to(part), scratch, slopesAt(lanes));
  }

  private void backward(int part, int thread) {
    if (firstGroup == 0) {
      biasGradient(outputChannels.from(part), outputChannels.to(part), columnSums[thread]);
    }
    int lanes = shape.lanes(batch.lanes(tile));
    float[] scratch = site.scratch().floats();
    boolean asItLies = lanes == Tile.LANES;
    float[] dx = !x.wantsGradient() ? null : asItLies ? x.gradients() : scratch;
    int dxAt = asItLies ? x.gradientAt(tile) : gradientAt(lanes);
    for (int g = 0; g < groups(lanes); g++) {
      int dyAt = slopesAt(lanes) + g * slopes.floats(lanes);
      if (dx != null) {
        kernels.convInputGradient(
            plan, lanes, inputChannels.from(part), inputChannels.to(part), backward, scratch, dyAt, dx,
            dxAt + g * gradient.floats(lanes));
      }
      kernels.convWeightGradient(
          plan, lanes, weights.from(part), weights.to(part), scratch, site.scratch().at() + g * input.floats(lanes),
          scratch, dyAt, partials);
    }
  }

  private void unpack(int part, int thread) {
    int lanes = shape.lanes(batch.lanes(tile));
    gradient.unpack(kernels, site.scratch().floats(), gradientAt(lanes), lanes, groups(lanes),
        inputChannels.from(part), inputChannels.to(part), x.gradients(),
        x.gradientAt(tile) + firstGroup * lanes);
  }

  private void sum(int part, int thread) {
    for (int p = values.from(part); p < values.to(part); p++) {
      site.gradients()[weightAt + p] += tree(partials, backwardPlaces[p] * ConvPlan.PARTIALS);
    }
  }

  /** The sum of each channel: in each column place after place, then the columns that compute, in order. */
  private void biasGradient(int from, int to, float[] columnSums) {
    if (site.windows().size() < 2) {
      return;
    }
    int area = y.shape().area();
    for (int c = from; c < to; c++) {
      Arrays.fill(columnSums, 0f);
      kernels.addRows(y.gradients(), y.gradientAt(tile) + c * area * Tile.LANES, area, columnSums);
      double sum = 0;
      for (int b = 0; b < batch.lanes(tile); b++) {
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
