package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.ConvPlan;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.Arrays;

/**
 * A convolution bound to its tensors. Brings each tile into packed planes with their border of zeros, runs the kernels
 * there, and brings the results back; a whole tile without a border is used as it lies. Where the plan says dense, a
 * masked kernel runs with its zeros written out.
 */
final class Convolution implements Layer {
  private final Site site;
  private final Kernels kernels;
  private final Tensor x;
  private final Tensor y;
  private final Pattern pattern;
  private final ConvPlan plan;
  private final int weightAt;
  private final BiasVector bias;
  private final int[] rowPlaces;
  private final int[] backwardPlaces;
  private final float[] byRow;
  private final float[] backward;
  private final float[] partials;

  Convolution(Site site, Window2d window, Pattern pattern) {
    this.site = site;
    this.kernels = site.kernels();
    this.x = site.input();
    this.y = site.output();
    this.pattern = pattern;
    Shape in = x.shape();
    boolean dense = site.dense();
    Pattern run = dense ? Patterns.full(pattern.out(), pattern.in()) : pattern;
    this.plan = new ConvPlan(
        in.channels(), in.height(), in.width(), window.size(), window.stride(), window.padding(), run, dense);
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, plan.outChannels());
    this.rowPlaces = rowPlaces();
    this.backwardPlaces = backwardPlaces();
    this.byRow = new float[plan.nnz()];
    this.backward = new float[plan.nnz()];
    this.partials = new float[plan.nnz() * ConvPlan.PARTIALS];
    site.scratch().require(
        plan.inputFloats(Tile.LANES) + plan.slopeFloats(Tile.LANES) + Math.max(x.floats(), y.floats()));
  }

  /** Where each resident value lies in the order of the forward pass. */
  private int[] rowPlaces() {
    int[] flat = Patterns.flat(pattern);
    return Arrays.stream(pattern.positions()).map(position -> plan.dense() ? flat[position] : position).toArray();
  }

  /** Where each resident value lies in the order of the backward pass. */
  private int[] backwardPlaces() {
    int[] byColumn = new int[plan.nnz()];
    for (int k = 0; k < byColumn.length; k++) {
      byColumn[plan.backwardOrder()[k]] = k;
    }
    int[] places = new int[pattern.nnz()];
    for (int column = 0; column < pattern.in(); column++) {
      for (int p = pattern.columnStarts()[column]; p < pattern.columnStarts()[column + 1]; p++) {
        places[p] = byColumn[plan.dense() ? column * pattern.out() + pattern.rows()[p] : p];
      }
    }
    return places;
  }

  @Override
  public int[] residentOrder() {
    return site.pattern() == null ? null : pattern.positions();
  }

  @Override
  public void refresh() {
    for (int p = 0; p < rowPlaces.length; p++) {
      float value = site.values()[weightAt + p];
      byRow[rowPlaces[p]] = value;
      backward[backwardPlaces[p]] = value;
    }
  }

  @Override
  public void forward(Batch batch) {
    float[] scratch = site.scratch().floats();
    int base = site.scratch().at();
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = batch.lanes(t);
      boolean direct = lanes == Tile.LANES && plan.padding() == 0;
      if (!direct) {
        packInput(t, lanes, scratch, base);
      }
      float[] in = direct ? x.values() : scratch;
      int inAt = direct ? x.at(t) : base;
      if (lanes == Tile.LANES) {
        kernels.convForward(plan, lanes, byRow, bias.values(), bias.at(), in, inAt, y.values(), y.at(t));
      } else {
        int packed = base + plan.inputFloats(Tile.LANES);
        kernels.convForward(plan, lanes, byRow, bias.values(), bias.at(), in, inAt, scratch, packed);
        spread(scratch, packed, lanes, y.values(), y.at(t), y.features());
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

  private void packInput(int tile, int lanes, float[] into, int at) {
    pack(x.values(), x.at(tile), plan.inChannels(), plan.height(), plan.width(), plan.padding(), plan.paddedHeight(),
        plan.paddedWidth(), lanes, into, at);
  }

  /** Copies the first {@code lanes} columns of each place into planes with {@code border} zeros above and left. */
  private static void pack(
      float[] tile, int tileAt, int channels, int height, int width, int border, int packedHeight, int packedWidth,
      int lanes, float[] into, int at) {
    int from = tileAt;
    for (int c = 0; c < channels; c++) {
      int plane = at + c * packedHeight * packedWidth * lanes;
      Arrays.fill(into, plane, plane + border * packedWidth * lanes, 0f);
      for (int row = 0; row < height; row++) {
        int start = plane + (border + row) * packedWidth * lanes;
        int inside = start + border * lanes;
        int end = inside + width * lanes;
        Arrays.fill(into, start, inside, 0f);
        if (lanes == Tile.LANES) {
          System.arraycopy(tile, from, into, inside, width * Tile.LANES);
        } else {
          for (int column = 0; column < width; column++) {
            System.arraycopy(tile, from + column * Tile.LANES, into, inside + column * lanes, lanes);
          }
        }
        Arrays.fill(into, end, start + packedWidth * lanes, 0f);
        from += width * Tile.LANES;
      }
      int below = plane + (border + height) * packedWidth * lanes;
      Arrays.fill(into, below, plane + packedHeight * packedWidth * lanes, 0f);
    }
  }

  private static void spread(float[] packed, int at, int lanes, float[] tile, int tileAt, int features) {
    for (int f = 0; f < features; f++) {
      System.arraycopy(packed, at + f * lanes, tile, tileAt + f * Tile.LANES, lanes);
    }
  }

  @Override
  public void backward(Batch batch) {
    float[] scratch = site.scratch().floats();
    int base = site.scratch().at();
    int slopes = base + plan.inputFloats(Tile.LANES);
    int result = slopes + plan.slopeFloats(Tile.LANES);
    Arrays.fill(partials, 0f);
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = batch.lanes(t);
      packInput(t, lanes, scratch, base);
      pack(y.gradients(), y.gradientAt(t), plan.outChannels(), plan.outHeight(), plan.outWidth(), plan.reach(),
          plan.slopeHeight(), plan.slopeWidth(), lanes, scratch, slopes);
      biasGradient(t, lanes);
      boolean direct = lanes == Tile.LANES;
      float[] dx = !x.wantsGradient() ? null : direct ? x.gradients() : scratch;
      int dxAt = direct ? x.gradientAt(t) : result;
      kernels.convBackward(plan, lanes, backward, scratch, base, scratch, slopes, dx, dxAt, partials);
      if (dx == scratch) {
        spread(scratch, result, lanes, x.gradients(), x.gradientAt(t), x.features());
      }
    }
    for (int p = 0; p < backwardPlaces.length; p++) {
      site.gradients()[weightAt + p] += tree(partials, backwardPlaces[p] * ConvPlan.PARTIALS);
    }
  }

  /** The sum of each channel: place after place in each column, then the columns that compute, in order. */
  private void biasGradient(int tile, int lanes) {
    if (site.windows().size() < 2) {
      return;
    }
    int area = y.shape().area();
    for (int c = 0; c < plan.outChannels(); c++) {
      double sum = 0;
      for (int p = 0; p < area; p++) {
        int at = y.gradientAt(tile) + (c * area + p) * Tile.LANES;
        float part = 0;
        for (int b = 0; b < lanes; b++) {
          part += y.gradients()[at + b];
        }
        sum += part;
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
