package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;
import io.gossamer.ops.values.Role;
import java.util.Arrays;
import java.util.List;

/**
 * Brings each channel to mean 0 and variance 1, then scales and shifts it. In training over the rows of the batch (and
 * the places of a channel), elsewhere by running statistics. These are kept as mean and mean square, so that their
 * average over workers is exactly the statistics of all rows together; {@link Statistics} measures them anew. A frozen
 * one goes by its running statistics in training too. Source: Ioffe and Szegedy 2015; the biased variance is used
 * throughout.
 *
 * @param momentum weight of a batch in the running statistics, in (0, 1]
 * @param epsilon added to the variance
 */
public record BatchNorm(@Default("0.1") double momentum, @Default("1e-5") double epsilon) implements LayerSpec {
  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new InvalidInput("a layer batch-norm has momentum=" + momentum + "; it must be above 0 and at most 1");
    }
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new InvalidInput("a layer batch-norm has epsilon=" + epsilon + "; it must be above 0 and below 1");
    }
  }

  /** With the usual constants. */
  public BatchNorm() {
    this(0.1, 1e-5);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("batch-norm", inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int channels = inputs.get(0).channels();
    return List.of(
        Parameter.vector("gain", Role.GAIN, channels, Parameter.Start.ONES),
        Parameter.vector("bias", Role.BIAS, channels, Parameter.Start.ZEROS),
        Parameter.vector("mean", Role.STATISTIC, channels, Parameter.Start.ZEROS),
        Parameter.vector("square", Role.STATISTIC, channels, Parameter.Start.ONES));
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, this);
  }

  /** Sums of one layer over rows: what running statistics are made of. */
  public interface Statistics {
    /** Whether batches move its statistics; frozen ones stand still. */
    boolean moves();

    /** Channels. */
    int channels();

    /** Numbers of the last batch in each channel: rows times places. */
    long count();

    /** Sum of the last batch in a channel. */
    double sum(int channel);

    /** Sum of squares of the last batch in a channel. */
    double squares(int channel);
  }

  /**
   * Two passes for the variance: the difference of mean square and squared mean would lose digits. A crew shares the
   * channels.
   */
  static final class Compiled implements Layer, Statistics {
    private static final int GAIN = 0;
    private static final int BIAS = 1;
    private static final int MEAN = 2;
    private static final int SQUARE = 3;

    /** Multiply-adds in the time that a number takes. */
    private static final int COST = 4;

    private final Site site;
    private final Tensor x;
    private final Tensor y;
    private final int channels;
    private final int area;
    private final float momentum;
    private final float epsilon;
    private final float[] mean;
    private final float[] inverse;
    private final double[] sums;
    private final double[] squares;
    private final Crew crew;
    private final Cut cut;
    private final float[][] columns;
    private final float[][] others;
    private final Crew.Work forwardWork = this::forward;
    private final Crew.Work backwardWork = this::backward;
    private Batch batch;
    private long count;

    Compiled(Site site, BatchNorm spec) {
      this.site = site;
      this.x = site.input();
      this.y = site.output();
      this.channels = x.shape().channels();
      this.area = x.shape().area();
      this.momentum = (float) spec.momentum;
      this.epsilon = (float) spec.epsilon;
      this.mean = new float[channels];
      this.inverse = new float[channels];
      this.sums = new double[channels];
      this.squares = new double[channels];
      this.crew = site.crew();
      this.cut = Cut.even(channels, 1, crew.parts((long) COST * x.floats() * site.tiles()));
      this.columns = new float[crew.threads()][Tile.LANES];
      this.others = new float[crew.threads()][Tile.LANES];
    }

    @Override
    public void forward(Batch batch) {
      this.batch = batch;
      if (batch.training() && moves()) {
        count = (long) batch.count() * area;
      }
      crew.run(cut.parts(), forwardWork);
    }

    private void forward(int part, int thread) {
      for (int c = cut.from(part); c < cut.to(part); c++) {
        if (batch.training() && moves()) {
          measure(c, columns[thread]);
        } else {
          float average = site.values()[site.at(MEAN) + c];
          float variance = Math.max(0, Math.fma(-average, average, site.values()[site.at(SQUARE) + c]));
          mean[c] = average;
          inverse[c] = 1 / (float) Math.sqrt(variance + epsilon);
        }
        float factor = site.values()[site.at(GAIN) + c] * inverse[c];
        float shift = Math.fma(-mean[c], factor, site.values()[site.at(BIAS) + c]);
        for (int t = 0; t < batch.tiles(); t++) {
          scale(x.values(), x.at(t) + c * area * Tile.LANES, factor, shift, y.values(),
              y.at(t) + c * area * Tile.LANES, area * Tile.LANES);
        }
      }
    }

    private static void scale(float[] x, int xAt, float factor, float shift, float[] y, int yAt, int count) {
      for (int n = 0; n < count; n++) {
        y[yAt + n] = Math.fma(x[xAt + n], factor, shift);
      }
    }

    private void measure(int c, float[] lanes) {
      sums[c] = 0;
      for (int t = 0; t < batch.tiles(); t++) {
        sums[c] += sum(x.values(), x.at(t) + c * area * Tile.LANES, batch.used(t), lanes);
      }
      mean[c] = (float) (sums[c] / count);
      double deviations = 0;
      for (int t = 0; t < batch.tiles(); t++) {
        deviations += deviations(x.values(), x.at(t) + c * area * Tile.LANES, mean[c], batch.used(t), lanes);
      }
      inverse[c] = (float) (1 / Math.sqrt(deviations / count + epsilon));
      squares[c] = deviations + 2.0 * mean[c] * sums[c] - (double) count * mean[c] * mean[c];
      float[] values = site.values();
      int meanAt = site.at(MEAN) + c;
      int squareAt = site.at(SQUARE) + c;
      values[meanAt] += momentum * ((float) (sums[c] / count) - values[meanAt]);
      values[squareAt] += momentum * ((float) (squares[c] / count) - values[squareAt]);
    }

    /** Place after place in each column, then column after column. */
    private double sum(float[] values, int at, int used, float[] lanes) {
      Arrays.fill(lanes, 0);
      for (int p = 0; p < area; p++) {
        Add.add(values, at + p * Tile.LANES, lanes, 0, Tile.LANES);
      }
      return total(lanes, used);
    }

    private double deviations(float[] values, int at, float mean, int used, float[] lanes) {
      Arrays.fill(lanes, 0);
      for (int p = 0; p < area; p++) {
        addDeviations(values, at + p * Tile.LANES, mean, lanes);
      }
      return total(lanes, used);
    }

    private static void addDeviations(float[] values, int at, float mean, float[] lanes) {
      for (int b = 0; b < Tile.LANES; b++) {
        float d = values[at + b] - mean;
        lanes[b] = Math.fma(d, d, lanes[b]);
      }
    }

    private static double total(float[] lanes, int used) {
      double total = 0;
      for (int b = 0; b < used; b++) {
        total += lanes[b];
      }
      return total;
    }

    /**
     * With {@code n} numbers a channel and {@code h = (x - mean) * inverse}:
     * {@code dx = gain * inverse * (dy - sum(dy) / n - h * sum(dy * h) / n)}.
     */
    @Override
    public void backward(Batch batch) {
      this.batch = batch;
      crew.run(cut.parts(), backwardWork);
    }

    private void backward(int part, int thread) {
      if (!moves() || !batch.training()) {
        scaleBack(cut.from(part), cut.to(part));
        return;
      }
      float[] gradients = site.gradients();
      float[] lanes = columns[thread];
      float[] products = others[thread];
      for (int c = cut.from(part); c < cut.to(part); c++) {
        double ofDy = 0;
        double ofProduct = 0;
        for (int t = 0; t < batch.tiles(); t++) {
          Arrays.fill(lanes, 0);
          Arrays.fill(products, 0);
          for (int p = 0; p < area; p++) {
            int at = (c * area + p) * Tile.LANES;
            addProducts(x.values(), x.at(t) + at, y.gradients(), y.gradientAt(t) + at, mean[c], lanes, products);
          }
          ofDy += total(lanes, batch.used(t));
          ofProduct += total(products, batch.used(t)) * inverse[c];
        }
        gradients[site.at(GAIN) + c] += (float) ofProduct;
        gradients[site.at(BIAS) + c] += (float) ofDy;
        if (x.wantsGradient()) {
          pullBack(c, ofDy / count, ofProduct / count);
        }
      }
    }

    /** Fixed statistics: a scale and nothing else. */
    private void scaleBack(int from, int to) {
      for (int c = from; x.wantsGradient() && c < to; c++) {
        int at = c * area * Tile.LANES;
        for (int t = 0; t < batch.tiles(); t++) {
          scale(y.gradients(), y.gradientAt(t) + at, site.values()[site.at(GAIN) + c] * inverse[c], 0, x.gradients(),
              x.gradientAt(t) + at, area * Tile.LANES);
        }
      }
    }

    private static void addProducts(
        float[] values, int at, float[] dy, int dyAt, float mean, float[] lanes, float[] products) {
      for (int b = 0; b < Tile.LANES; b++) {
        lanes[b] += dy[dyAt + b];
        products[b] = Math.fma(dy[dyAt + b], values[at + b] - mean, products[b]);
      }
    }

    private void pullBack(int c, double meanDy, double meanProduct) {
      float factor = site.values()[site.at(GAIN) + c] * inverse[c];
      float slope = (float) (-factor * meanProduct * inverse[c]);
      float shift = (float) (-factor * meanDy - slope * (double) mean[c]);
      int at = c * area * Tile.LANES;
      for (int t = 0; t < batch.tiles(); t++) {
        combine(y.gradients(), y.gradientAt(t) + at, factor, x.values(), x.at(t) + at, slope, shift, x.gradients(),
            x.gradientAt(t) + at, area * Tile.LANES);
        close(x.gradients(), x.gradientAt(t) + at, batch.used(t));
      }
    }

    private static void combine(
        float[] dy, int dyAt, float factor, float[] x, int xAt, float slope, float shift, float[] dx, int dxAt,
        int count) {
      for (int n = 0; n < count; n++) {
        dx[dxAt + n] = Math.fma(factor, dy[dyAt + n], Math.fma(slope, x[xAt + n], shift));
      }
    }

    /** Columns without rows have no gradient. */
    private void close(float[] dx, int dxAt, int used) {
      for (int p = 0; used < Tile.LANES && p < area; p++) {
        Arrays.fill(dx, dxAt + p * Tile.LANES + used, dxAt + (p + 1) * Tile.LANES, 0f);
      }
    }

    @Override
    public boolean moves() {
      return site.trained();
    }

    @Override
    public int channels() {
      return channels;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public double sum(int channel) {
      return sums[channel];
    }

    @Override
    public double squares(int channel) {
      return squares[channel];
    }
  }
}
