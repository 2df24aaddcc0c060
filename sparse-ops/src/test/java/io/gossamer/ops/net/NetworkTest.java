package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
  private static final Seed SEED = new Seed(11).child("NetworkTest");

  @ParameterizedTest
  @EnumSource(LossKind.class)
  void gradientAgreesWithDifferencesOfADoubleTwin(LossKind loss) {
    for (double density : new double[] {0.0, 0.15, 0.6, 1.0}) {
      NetworkSpec spec = new NetworkSpec(13, List.of(9, 7), loss == LossKind.SOFTMAX ? 5 : 1, loss);
      List<Pattern> patterns = patterns(spec, density);
      DenseRows rows = rows(spec, 70);
      Network network = new Network(spec, patterns, new ScalarKernels());
      float[] values = values(network.layout(), patterns);
      float[] gradient = gradient(network, values, rows);

      DoubleNetwork twin = new DoubleNetwork(spec, patterns);
      for (int p = 0; p < values.length; p++) {
        assertThat((double) gradient[p]).as("density %s, value %s", density, p)
            .isCloseTo(difference(twin, values, rows, p), within(2e-5 + 2e-4 * Math.abs(gradient[p])));
      }
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
      NetworkSpec spec = new NetworkSpec(37, List.of(33, 18), 10, LossKind.SOFTMAX);
      List<Pattern> patterns = patterns(spec, 0.3);
      patterns.set(1, Patterns.full(18, 33));
      DenseRows rows = rows(spec, count);
      float[] values = values(ParameterLayout.of(spec.names(), patterns), patterns);

      float[] reference = gradient(new Network(spec, patterns, new ScalarKernels()), values, rows);
      float[] fast = gradient(new Network(spec, patterns, KernelChoice.kernels()), values, rows);

      assertThat(fast).as("%s rows", count).isEqualTo(reference);
    }
  }

  @Test
  void sparseRowsGiveTheSameOutputsAndNearlyTheSameGradient() {
    NetworkSpec spec = new NetworkSpec(40, List.of(12), 3, LossKind.SOFTMAX);
    for (double density : new double[] {0.3, 1.0}) {
      List<Pattern> patterns = patterns(spec, density);
      DenseRows dense = sparsified(rows(spec, 90));
      CsrRows sparse = compressed(dense);
      Network network = new Network(spec, patterns, KernelChoice.kernels());
      float[] values = values(network.layout(), patterns);

      float[] ofDense = gradient(network, values, dense);
      float[] ofSparse = gradient(network, values, sparse);

      assertThat(predictions(network, dense)).isEqualTo(predictions(network, sparse));
      for (int p = 0; p < ofDense.length; p++) {
        assertThat(ofSparse[p]).isCloseTo(ofDense[p], within(1e-6f));
      }
    }
  }

  @Test
  void rowsOfWeightZeroChangeNothing() {
    NetworkSpec spec = new NetworkSpec(6, List.of(5), 2, LossKind.SOFTMAX);
    List<Pattern> patterns = patterns(spec, 0.7);
    DenseRows rows = rows(spec, 20);
    float[] weights = new float[20];
    Arrays.fill(weights, 0, 10, 3f);
    DenseRows half = new DenseRows(6, Arrays.copyOf(rows.values(), 60), Arrays.copyOf(rows.labels(), 10), null);
    DenseRows weighted = new DenseRows(6, rows.values(), rows.labels(), weights);
    Network network = new Network(spec, patterns, new ScalarKernels());
    float[] values = values(network.layout(), patterns);

    float[] ofHalf = gradient(network, values, half);
    float[] ofWeighted = gradient(network, values, weighted);

    for (int p = 0; p < ofHalf.length; p++) {
      assertThat(ofWeighted[p]).isCloseTo(ofHalf[p], within(1e-6f));
    }
  }

  @Test
  void storeGivesBackWhatLoadTook() {
    NetworkSpec spec = new NetworkSpec(9, List.of(8, 4), 3, LossKind.SOFTMAX);
    List<Pattern> patterns = patterns(spec, 0.4);
    Network network = new Network(spec, patterns, new ScalarKernels());
    float[] values = values(network.layout(), patterns);
    float[] stored = new float[values.length];

    network.load(values);
    network.store(stored);

    assertThat(stored).isEqualTo(values);
  }

  @Test
  void stepsAllocateNothingAfterWarmUp() {
    NetworkSpec spec = new NetworkSpec(50, List.of(40, 20), 10, LossKind.SOFTMAX);
    List<Pattern> patterns = patterns(spec, 0.1);
    DenseRows rows = rows(spec, 128);
    Network network = new Network(spec, patterns, KernelChoice.kernels());
    Workspace workspace = new Workspace(spec);
    network.load(values(network.layout(), patterns));
    int[] order = IntStream.range(0, 128).toArray();
    var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    for (int warm = 0; warm < 3_000; warm++) {
      network.gradient(rows, order, 0, 128, workspace);
    }

    long before = threads.getCurrentThreadAllocatedBytes();
    long idle = threads.getCurrentThreadAllocatedBytes() - before;
    long start = threads.getCurrentThreadAllocatedBytes();
    for (int n = 0; n < 1_000; n++) {
      network.gradient(rows, order, 0, 128, workspace);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - start - idle;

    assertThat(allocated / 1_000).isZero();
  }

  private static List<Pattern> patterns(NetworkSpec spec, double density) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < spec.layers(); l++) {
      int nnz = (int) Math.round(density * spec.out(l) * spec.in(l));
      patterns.add(Patterns.random(spec.out(l), spec.in(l), nnz, SEED.child("pattern", l)));
    }
    return patterns;
  }

  private static float[] values(ParameterLayout layout, List<Pattern> patterns) {
    float[] values = Initialization.values(layout, patterns, SEED);
    Seed.Stream stream = SEED.child("bias").stream();
    for (int l = 0; l < layout.layers(); l++) {
      for (int p = layout.bias(l).offset(); p < layout.bias(l).end(); p++) {
        values[p] = (float) stream.nextGaussian();
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
    float[] labels = new float[count];
    float[] weights = new float[count];
    for (int n = 0; n < count; n++) {
      labels[n] = spec.loss() == LossKind.SQUARED ? (float) stream.nextGaussian()
          : stream.nextInt(spec.loss() == LossKind.LOGISTIC ? 2 : spec.outputs());
      weights[n] = (float) (0.5 + stream.nextDouble());
    }
    return new DenseRows(spec.inputs(), features, labels, weights);
  }

  private static DenseRows sparsified(DenseRows rows) {
    float[] values = rows.values().clone();
    for (int n = 0; n < values.length; n++) {
      values[n] = Math.abs(values[n]) < 1 ? 0 : values[n];
    }
    return new DenseRows(rows.features(), values, rows.labels(), rows.weights());
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
    network.gradient(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), new Workspace(network.spec()));
    float[] gradient = new float[values.length];
    network.storeGradients(gradient);
    return gradient;
  }

  private static float[] predictions(Network network, Rows rows) {
    float[] into = new float[rows.count() * network.spec().outputs()];
    network.predict(rows, IntStream.range(0, rows.count()).toArray(), 0, rows.count(), new Workspace(network.spec()),
        into);
    return into;
  }
}
