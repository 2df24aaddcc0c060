package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.JumpRelu;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.Stepper;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Networks of three classes written as layer lines, with drawn masks, values and rows. */
public final class Graphs {
  private static final Seed SEED = new Seed(23).child("Graphs");

  /** On images of 2x6x6: with {@link #SPARSE}, every kind of layer. */
  public static final List<String> DENSE = List.of(
      "conv = conv2d out=4 padding=1", "relu", "norm = batch-norm", "deep = depthwise-conv padding=1",
      "square = relu2", "max = max-pool <- norm", "avg = avg-pool <- square", "both = concat <- max, avg",
      "flat = reshape <- both", "fc = linear out=9", "leaky = leaky-relu", "rows-norm = layer-norm",
      "bent = gelu", "fc2 = linear out=9 <- rows-norm", "tan = tanh", "met = multiply <- bent, tan",
      "sum = add <- met, rows-norm, bent", "best = top-k k=6", "jump = jump-relu start=0.05 width=0.1",
      "drop = dropout rate=0.25", "fc3 = linear out=4", "curve = sigmoid", "mean = global-pool <- both",
      "end = concat <- curve, mean", "out = linear out=3");

  /** On sparse rows of 12 columns: the numbers [0, 3), and two fields of categories. */
  public static final List<String> SPARSE = List.of(
      "numbers = columns to=3", "bottom = linear out=4", "a = embedding from=3 to=9 dimension=4 <- rows",
      "b = embedding from=9 to=12 dimension=4 bag=mean <- rows", "dots = interactions <- bottom, a, b",
      "fm = factorization-machine <- a, b", "parts = concat <- bottom, dots, fm", "w = linear out=8",
      "m = multiply <- w, parts", "crossed = add <- m, parts", "deep = linear out=3", "wide = linear out=3 <- rows",
      "out = add <- deep, wide");

  private Graphs() {}

  /** A network of three classes. */
  public static NetworkSpec spec(Shape rows, boolean sparse, List<String> lines) {
    return new NetworkSpec(rows, sparse, LayerSyntax.parse(lines), LossSpec.of(LossKind.SOFTMAX));
  }

  /** A network on dense rows of {@code features} numbers. */
  public static NetworkSpec spec(int features, String... lines) {
    return spec(Shape.flat(features), false, List.of(lines));
  }

  /** {@link #DENSE}. */
  public static NetworkSpec dense() {
    return spec(new Shape(2, 6, 6), false, DENSE);
  }

  /** {@link #SPARSE}. */
  public static NetworkSpec sparse() {
    return spec(Shape.flat(12), true, SPARSE);
  }

  /** Masks of a density. */
  public static List<Pattern> patterns(NetworkSpec spec, double density) {
    List<Pattern> patterns = new ArrayList<>();
    for (NetworkSpec.Masked masked : spec.masked()) {
      Parameter weight = masked.parameter();
      int nnz = (int) Math.round(density * weight.places());
      patterns.add(Patterns.random(weight.out(), weight.in(), nnz, SEED.child("pattern " + masked.layer())));
    }
    return patterns;
  }

  /** First values, but for the dense ones, which start at zero or one: those are drawn too. */
  public static float[] values(NetworkSpec spec, List<Pattern> patterns) {
    float[] values = Initialization.values(spec, patterns, SEED);
    Seed.Stream stream = SEED.child("dense").stream();
    for (Window window : spec.layout(patterns).windows()) {
      for (int p = window.offset(); !window.masked() && p < window.end(); p++) {
        values[p] += (float) (0.3 * stream.nextGaussian());
      }
    }
    return values;
  }

  /**
   * Normal rows; for a network on sparse rows none is negative, two thirds are zero, and each seventh row is empty.
   */
  public static DenseRows rows(NetworkSpec spec, int count) {
    Seed.Stream stream = SEED.child("rows").stream();
    float[] values = new float[count * spec.inputs()];
    for (int n = 0; n < values.length; n++) {
      float draw = (float) stream.nextGaussian();
      boolean kept = !spec.sparseRows() || Math.abs(draw) > 1 && n / spec.inputs() % 7 != 2;
      values[n] = !kept ? 0 : spec.sparseRows() ? Math.abs(draw) : draw;
    }
    float[] labels = new float[count];
    float[] weights = new float[count];
    for (int row = 0; row < count; row++) {
      labels[row] = stream.nextInt(spec.outputs());
      weights[row] = (float) (0.5 + stream.nextDouble());
    }
    return new DenseRows(spec.inputs(), values, labels, weights);
  }

  /** The rows as the network wants them: sparse, or as they are. */
  public static Rows given(NetworkSpec spec, DenseRows rows) {
    return spec.sparseRows() ? compressed(rows) : rows;
  }

  private static CsrRows compressed(DenseRows rows) {
    int[] start = new int[rows.count() + 1];
    int[] columns = new int[rows.values().length];
    float[] values = new float[rows.values().length];
    int nnz = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (int f = 0; f < rows.features(); f++) {
        float value = rows.values()[row * rows.features() + f];
        if (value != 0) {
          columns[nnz] = f;
          values[nnz++] = value;
        }
      }
      start[row + 1] = nnz;
    }
    return new CsrRows(rows.features(), start, Arrays.copyOf(columns, nnz), Arrays.copyOf(values, nnz),
        rows.labels(), rows.weights());
  }

  /** One pass over all rows as one batch; the gradient in the documented order. */
  public static float[] gradient(Network network, float[] values, Rows rows) {
    network.load(values);
    network.gradient(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), 5);
    float[] gradient = new float[values.length];
    network.storeGradients(gradient);
    return gradient;
  }

  /** Values after some steps on all rows whose gradients are clipped by norm: a sum over all, in resident order. */
  public static float[] trained(Network network, Optimizer optimizer, Rows rows, int steps) {
    Stepper stepper =
        new Stepper(optimizer, new Clipping(0, 0.5f), network.layout(), network.touched(), network.crew());
    network.load(values(network.spec(), network.patterns()));
    stepper.reset();
    int[] order = IntStream.range(0, rows.count()).toArray();
    for (int step = 0; step < steps; step++) {
      network.gradient(rows, order, 0, order.length, step);
      stepper.step(network.parameters(), network.gradients(), network.touched(), 0.05f);
      network.refresh();
    }
    float[] values = new float[network.layout().length()];
    network.store(values);
    return values;
  }

  /** Predictions of all rows. */
  public static float[] predictions(Network network, Rows rows) {
    float[] into = new float[rows.count() * network.spec().outputs()];
    network.predict(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), into);
    return into;
  }

  /**
   * Holds the gradient of one batch of {@code count} rows against differences of the double twin, and the bits of the
   * vector kernels against the scalar ones.
   */
  public static void checkGradients(NetworkSpec spec, int count) {
    List<Pattern> patterns = patterns(spec, 0.6);
    DenseRows rows = rows(spec, count);
    float[] values = values(spec, patterns);
    float[] gradient = gradient(new Network(spec, patterns, KernelChoice.kernels(), count), values, given(spec, rows));
    String name = LayerSyntax.format(spec.nodes()) + " on " + count + " rows";
    assertThat(gradient).as(name)
        .isEqualTo(gradient(new Network(spec, patterns, new ScalarKernels(), count), values, given(spec, rows)));
    DoubleNetwork twin = new DoubleNetwork(spec, patterns);
    for (Window window : spec.layout(patterns).windows()) {
      for (int p = window.offset(); differentiable(spec, window) && p < window.end(); p++) {
        double expected = difference(twin, values, rows, p);
        assertThat((double) gradient[p]).as("%s, %s", name, window.name())
            .isCloseTo(expected, within(5e-5 + 5e-4 * Math.abs(expected)));
      }
    }
  }

  /** What is trained, but for thresholds, whose derivative is a stand-in. */
  private static boolean differentiable(NetworkSpec spec, Window window) {
    for (Node node : spec.nodes()) {
      if (node.layer() instanceof JumpRelu && window.name().startsWith(node.name() + ".")) {
        return false;
      }
    }
    return window.trained();
  }

  /** Central difference; the step is small enough to stay on one side of almost every kink. */
  private static double difference(DoubleNetwork twin, float[] values, DenseRows rows, int p) {
    double[] shifted = new double[values.length];
    for (int n = 0; n < values.length; n++) {
      shifted[n] = values[n];
    }
    double step = 1e-6;
    shifted[p] = values[p] + step;
    double up = twin.loss(shifted, rows);
    shifted[p] = values[p] - step;
    return (up - twin.loss(shifted, rows)) / (2 * step);
  }
}
