package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.testing.Allocation;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final Seed SEED = new Seed(11).child("NetworkTest");

  @ParameterizedTest
  @EnumSource(LossKind.class)
  void gradientAgreesWithDifferencesOfADoubleTwin(LossKind loss) {
    for (double density : new double[] {0.0, 0.15, 0.6, 1.0}) {
      int outputs = switch (loss.target()) {
        case CLASS -> loss == LossKind.SOFTMAX ? 5 : 1;
        case LABELS, VALUES -> 3;
        case ROW -> 13;
      };
      NetworkSpec spec = NetworkSpec.mlp(13, List.of(9, 7), outputs, loss);
      List<Pattern> patterns = patterns(spec, density);
      DenseRows rows = rows(spec, 70);
      Network network = new Network(spec, patterns, new ScalarKernels(), 128);
      float[] values = values(spec, patterns);
      float[] gradient = gradient(network, values, rows);

      DoubleNetwork twin = new DoubleNetwork(spec, patterns);
      for (int p = 0; p < values.length; p++) {
        assertThat((double) gradient[p]).as("density %s, value %s", density, p)
            .isCloseTo(difference(twin, values, rows, p), within(2e-5 + 2e-4 * Math.abs(gradient[p])));
      }
    }
  }

  @Test
  void gradientsOfAnyGraphAgreeWithADoubleTwin() {
    List<List<String>> networks = List.of(
        List.of("a = linear out=8", "b = relu", "c = linear out=8", "d = add <- b, c", "e = relu", "f = linear out=3"),
        List.of("a = linear out=8", "b = relu", "c = batch-norm <- b", "d = sigmoid", "e = concat <- b, d, rows",
            "f = linear out=3"),
        List.of("a = linear out=6 bias=false", "b = batch-norm", "c = relu", "d = reshape channels=2 height=3",
            "e = batch-norm", "f = reshape", "g = linear out=3 frozen", "h = sigmoid", "i = linear out=3"),
        List.of("a = linear out=4", "b = add <- a, a", "c = linear out=3", "d = relu"));
    for (List<String> lines : networks) {
      checkGradients(lines, Shape.flat(7), 70);
    }
  }

  @Test
  void gradientsOfConvolutionsAgreeWithADoubleTwin() {
    List<List<String>> networks = List.of(
        List.of("a = conv2d out=4 padding=1", "b = relu", "c = max-pool", "d = conv2d out=3 kernel=2 bias=false",
            "e = relu", "f = reshape", "g = linear out=3"),
        List.of("a = conv2d out=3 kernel=3 stride=2 padding=1", "b = batch-norm", "c = relu",
            "d = conv2d out=3 kernel=3 padding=1", "e = add <- c, d", "f = relu", "g = global-pool",
            "h = linear out=3"),
        List.of("a = conv2d out=4 kernel=1", "b = depthwise-conv stride=2", "c = avg-pool size=2 stride=1 padding=1",
            "d = conv2d out=2 kernel=3 stride=3 padding=2", "e = max-pool size=2 stride=1 padding=1",
            "f = linear out=3"));
    for (List<String> lines : networks) {
      checkGradients(lines, new Shape(2, 7, 6), 70);
      checkGradients(lines, new Shape(2, 7, 6), 20);
    }
  }

  @Test
  void gradientsOfActivationsAndNormsAgreeWithADoubleTwin() {
    List<List<String>> networks = List.of(
        List.of("a = linear out=8", "b = relu2", "c = linear out=8", "d = tanh", "e = linear out=6", "f = gelu",
            "g = linear out=3"),
        List.of("a = linear out=8", "b = leaky-relu slope=0.2", "c = layer-norm", "d = top-k k=5",
            "e = linear out=3"),
        List.of("a = linear out=8", "b = relu", "c = multiply <- a, b", "d = layer-norm", "e = sigmoid",
            "f = linear out=3"),
        List.of("x0 = columns from=1 to=6", "w = linear out=5", "m = multiply <- w, x0", "x1 = add <- m, x0",
            "f = linear out=3"));
    for (List<String> lines : networks) {
      checkGradients(lines, Shape.flat(7), 70);
      checkGradients(lines, Shape.flat(7), 33);
    }
  }

  @Test
  void gradientsOfInteractionsOfSparseRowsAgreeWithADoubleTwin() {
    List<List<String>> networks = List.of(
        List.of("n = columns to=3", "l = linear out=4", "a = embedding from=3 to=9 dimension=4 <- rows",
            "b = embedding from=9 to=12 dimension=4 bag=mean <- rows", "p = interactions <- l, a, b",
            "c = concat <- l, p", "f = linear out=3"),
        List.of("a = embedding from=3 to=9 dimension=4 <- rows", "b = embedding from=9 to=12 dimension=4 <- rows",
            "m = factorization-machine <- a, b", "w = linear out=3 <- rows", "c = concat <- m, a, b",
            "d = linear out=3", "s = add <- d, w"));
    for (List<String> lines : networks) {
      checkGradients(lines, Shape.flat(12), 70, true);
      checkGradients(lines, Shape.flat(12), 1, true);
    }
  }

  private static void checkGradients(List<String> lines, Shape shape, int count) {
    checkGradients(lines, shape, count, false);
  }

  private static void checkGradients(List<String> lines, Shape shape, int count, boolean sparse) {
    NetworkSpec spec =
        new NetworkSpec(shape, sparse, LayerSyntax.parse(lines), LossSpec.of(LossKind.SOFTMAX));
    checkGradients(spec, sparse ? sparsified(rows(spec, count)) : rows(spec, count));
  }

  private static void checkGradients(NetworkSpec spec, DenseRows rows) {
    List<Pattern> patterns = patterns(spec, 0.6);
    Rows given = spec.sparseRows() ? compressed(rows) : rows;
    float[] values = values(spec, patterns);
    float[] gradient = gradient(new Network(spec, patterns, KernelChoice.kernels(), 70), values, given);
    assertThat(gradient).isEqualTo(gradient(new Network(spec, patterns, new ScalarKernels(), 70), values, given));
    DoubleNetwork twin = new DoubleNetwork(spec, patterns);
    for (Window window : spec.layout(patterns).windows()) {
      for (int p = window.offset(); window.trained() && p < window.end(); p++) {
        double expected = difference(twin, values, rows, p);
        assertThat((double) gradient[p]).as("%s, %s", LayerSyntax.format(spec.nodes()), window.name())
            .isCloseTo(expected, within(5e-5 + 5e-4 * Math.abs(expected)));
      }
    }
  }

  @Test
  void gradientsOfSettingsOfLossesAgreeWithADoubleTwin() {
    List<LossSpec> losses = List.of(
        new LossSpec(LossKind.SOFTMAX, TargetScale.NONE, 0.1, List.of(0.5f, 2f, 1f), 1, 0.5, 0, 1),
        new LossSpec(LossKind.SOFTMAX, TargetScale.NONE, 0.05, List.of(), 1, 0.5, 0.7, 3),
        new LossSpec(LossKind.LOGISTIC, TargetScale.NONE, 0, List.of(1f, 4f), 1, 0.5, 0, 1),
        new LossSpec(LossKind.HUBER, TargetScale.NONE, 0, List.of(), 0.3, 0.5, 0, 1),
        new LossSpec(LossKind.QUANTILE, TargetScale.NONE, 0, List.of(), 1, 0.9, 0, 1));
    for (LossSpec loss : losses) {
      NetworkSpec spec = NetworkSpec.mlp(6, false, List.of(8), loss.kind() == LossKind.SOFTMAX ? 3 : 1, loss);
      checkGradients(spec, rows(spec, 70));
    }
  }

  /** Central difference; the step is small enough to stay on one side of almost every kink of the ReLU. */
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

  @Test
  void fastKernelsGiveTheSameBitsAsTheReference() {
    for (int count : new int[] {1, 31, 32, 33, 64, 65, 130}) {
      NetworkSpec spec = NetworkSpec.mlp(37, List.of(33, 18), 10, LossKind.SOFTMAX);
      List<Pattern> patterns = patterns(spec, 0.3);
      patterns.set(1, Patterns.full(18, 33));
      DenseRows rows = rows(spec, count);
      float[] values = values(spec, patterns);

      float[] reference = gradient(new Network(spec, patterns, new ScalarKernels(), 130), values, rows);
      float[] fast = gradient(new Network(spec, patterns, KernelChoice.kernels(), 130), values, rows);

      assertThat(fast).as("%s rows", count).isEqualTo(reference);
    }
  }

  @Test
  void sparseRowsGiveTheSameOutputsAndNearlyTheSameGradient() {
    NetworkSpec spec = NetworkSpec.mlp(40, List.of(12), 3, LossKind.SOFTMAX);
    for (double density : new double[] {0.3, 1.0}) {
      List<Pattern> patterns = patterns(spec, density);
      DenseRows dense = sparsified(rows(spec, 90));
      CsrRows sparse = compressed(dense);
      NetworkSpec kept = NetworkSpec.mlp(40, true, List.of(12), 3, LossSpec.of(LossKind.SOFTMAX));
      Network onTiles = new Network(spec, patterns, KernelChoice.kernels(), 128);
      Network onRows = new Network(kept, patterns, KernelChoice.kernels(), 128);
      float[] values = values(spec, patterns);

      float[] ofDense = gradient(onTiles, values, dense);
      float[] ofSparse = gradient(onRows, values, sparse);

      assertThat(predictions(onRows, sparse)).isEqualTo(predictions(onTiles, dense));
      for (int p = 0; p < ofDense.length; p++) {
        assertThat(ofSparse[p]).isCloseTo(ofDense[p], within(1e-6f));
      }
    }
  }

  @Test
  void rowsOfWeightZeroChangeNothing() {
    NetworkSpec spec = NetworkSpec.mlp(6, List.of(5), 2, LossKind.SOFTMAX);
    List<Pattern> patterns = patterns(spec, 0.7);
    DenseRows rows = rows(spec, 20);
    float[] weights = new float[20];
    Arrays.fill(weights, 0, 10, 3f);
    DenseRows half = new DenseRows(6, Arrays.copyOf(rows.values(), 60), Arrays.copyOf(rows.labels(), 10), null);
    DenseRows weighted = new DenseRows(6, rows.values(), rows.labels(), weights);
    Network network = new Network(spec, patterns, new ScalarKernels(), 128);
    float[] values = values(spec, patterns);

    float[] ofHalf = gradient(network, values, half);
    float[] ofWeighted = gradient(network, values, weighted);

    for (int p = 0; p < ofHalf.length; p++) {
      assertThat(ofWeighted[p]).isCloseTo(ofHalf[p], within(1e-6f));
    }
  }

  @Test
  void storeGivesBackWhatLoadTook() {
    NetworkSpec spec = NetworkSpec.mlp(9, List.of(8, 4), 3, LossKind.SOFTMAX);
    List<Pattern> patterns = patterns(spec, 0.4);
    Network network = new Network(spec, patterns, new ScalarKernels(), 128);
    float[] values = values(spec, patterns);
    float[] stored = new float[values.length];

    network.load(values);
    network.store(stored);

    assertThat(stored).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Executions.NEVER_DENSE, Executions.ALWAYS_DENSE})
  void stepsAllocateNothingAfterWarmUp(double crossover) {
    checkAllocation(NetworkSpec.mlp(50, List.of(40, 20), 10, LossKind.SOFTMAX), crossover);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Executions.NEVER_DENSE, Executions.ALWAYS_DENSE})
  void stepsOfConvolutionsAllocateNothingAfterWarmUp(double crossover) {
    List<String> lines = List.of(
        "conv2d out=4 padding=1", "relu", "conv2d out=4 stride=2", "relu", "max-pool", "linear out=3");
    checkAllocation(Graphs.spec(new Shape(1, 9, 9), false, lines), crossover);
  }

  private static void checkAllocation(NetworkSpec spec, double crossover) {
    List<Pattern> patterns = patterns(spec, 0.1);
    DenseRows rows = rows(spec, 128);
    Executions executions = new Executions(Collections.nCopies(patterns.size(), crossover));
    Network network = new Network(spec, patterns, executions, KernelChoice.kernels(), 128);
    network.load(values(spec, patterns));
    int[] order = IntStream.range(0, 128).toArray();

    assertThat(Allocation.least(n -> network.gradient(rows, order, 0, 128, 0))).isZero();
  }

  private static List<Pattern> patterns(NetworkSpec spec, double density) {
    List<Pattern> patterns = new ArrayList<>();
    for (NetworkSpec.Masked masked : spec.masked()) {
      Parameter weight = masked.parameter();
      int nnz = (int) Math.round(density * weight.places());
      patterns.add(Patterns.random(weight.out(), weight.in(), nnz, SEED.child("pattern " + masked.layer())));
    }
    return patterns;
  }

  /** First values, but for the dense ones, which start at zero or one: those are drawn too. */
  private static float[] values(NetworkSpec spec, List<Pattern> patterns) {
    float[] values = Initialization.values(spec, patterns, SEED);
    Seed.Stream stream = SEED.child("dense").stream();
    for (Window window : spec.layout(patterns).windows()) {
      for (int p = window.offset(); !window.masked() && p < window.end(); p++) {
        values[p] += (float) (0.5 * stream.nextGaussian());
      }
    }
    return values;
  }

  private static DenseRows rows(NetworkSpec spec, int count) {
    Seed.Stream stream = SEED.child("rows").stream();
    float[] features = new float[count * spec.inputs()];
    for (int n = 0; n < features.length; n++) {
      features[n] = (float) stream.nextGaussian();
    }
    int targets = spec.loss().kind().target() == LossKind.Target.ROW ? 1 : spec.loss().targets(spec.outputs());
    float[] labels = new float[count * targets];
    float[] weights = new float[count];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = switch (spec.loss().kind()) {
        case SOFTMAX -> n % targets == 0 ? stream.nextInt(spec.outputs()) : 1f / spec.outputs();
        case LOGISTIC, MULTI_LABEL -> stream.nextInt(2);
        case POISSON -> stream.nextInt(4);
        default -> (float) stream.nextGaussian();
      };
    }
    for (int n = 0; n < count; n++) {
      weights[n] = (float) (0.5 + stream.nextDouble());
    }
    return new DenseRows(spec.inputs(), features, targets, labels, weights);
  }

  private static DenseRows sparsified(DenseRows rows) {
    float[] values = rows.values().clone();
    for (int n = 0; n < values.length; n++) {
      values[n] = Math.abs(values[n]) < 1 ? 0 : values[n];
    }
    return new DenseRows(rows.features(), values, rows.targets(), rows.labels(), rows.weights());
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

  private static float[] gradient(Network network, float[] values, Rows rows) {
    network.load(values);
    network.gradient(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), 0);
    float[] gradient = new float[values.length];
    network.storeGradients(gradient);
    return gradient;
  }

  private static float[] predictions(Network network, Rows rows) {
    float[] into = new float[rows.count() * network.spec().outputs()];
    network.predict(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), into);
    return into;
  }
}
