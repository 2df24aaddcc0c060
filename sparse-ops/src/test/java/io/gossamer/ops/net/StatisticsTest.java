package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch norm beyond its gradient: running statistics, evaluation, columns without rows. */
class StatisticsTest {
  private static final NetworkSpec SPEC = new NetworkSpec(
      new Shape(2, 1, 3), false, LayerSyntax.parse(List.of("n = batch-norm momentum=0.25", "r = reshape")),
      LossSpec.of(LossKind.SOFTMAX));

  private static DenseRows rows(int count) {
    Seed.Stream stream = new Seed(8).stream();
    float[] values = new float[6 * count];
    for (int n = 0; n < values.length; n++) {
      values[n] = (float) (3 + 2 * stream.nextGaussian());
    }
    return new DenseRows(6, values, new float[count], null);
  }

  private static Network network() {
    Network network = new Network(SPEC, List.of(), KernelChoice.kernels(), 130);
    network.load(Initialization.values(SPEC, List.of(), new Seed(1)));
    return network;
  }

  private static double[] moments(DenseRows rows, int channel) {
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (int p = 0; p < 3; p++) {
        double value = rows.values()[row * 6 + channel * 3 + p];
        sum += value;
        squares += value * value;
      }
    }
    return new double[] {sum, squares, 3.0 * rows.count()};
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 64, 130})
  void runningStatisticsTakeAShareOfTheBatch(int count) {
    Network network = network();
    DenseRows rows = rows(count);

    network.observe(rows, IntStream.range(0, count).toArray(), 0, count);

    ParameterLayout layout = network.layout();
    float[] values = new float[layout.length()];
    network.store(values);
    BatchNorm.Statistics statistics = network.statistics().get(0);
    for (int c = 0; c < 2; c++) {
      double[] moments = moments(rows, c);
      assertThat(statistics.count()).isEqualTo(3L * count);
      assertThat(statistics.sum(c)).isCloseTo(moments[0], within(1e-4 * count));
      assertThat(statistics.squares(c)).isCloseTo(moments[1], within(1e-3 * count));
      assertThat((double) values[layout.window("n.mean").offset() + c])
          .isCloseTo(0.25 * moments[0] / moments[2], within(1e-5));
      assertThat((double) values[layout.window("n.square").offset() + c])
          .isCloseTo(0.75 + 0.25 * moments[1] / moments[2], within(1e-4));
    }
  }

  @Test
  void evaluationUsesThemAndNotTheBatch() {
    Network network = network();
    ParameterLayout layout = network.layout();
    float[] values = new float[layout.length()];
    network.store(values);
    values[layout.window("n.mean").offset()] = 3;
    values[layout.window("n.square").offset()] = 13;
    values[layout.window("n.gain").offset()] = 5;
    network.load(values);
    DenseRows rows = new DenseRows(6, new float[] {3, 5, 1, 0, 0, 0}, new float[1], null);
    float[] probabilities = new float[6];

    network.predict(rows, new int[] {0}, 0, 1, probabilities);

    // Channel 0 has mean 3 and variance 4: (5 - 3) / 2 * 5 = 5 is the largest logit by 5.
    assertThat(Math.log(probabilities[1] / probabilities[0])).isCloseTo(5, within(1e-3));
    assertThat(Math.log(probabilities[2] / probabilities[0])).isCloseTo(-5, within(1e-3));
  }

  @Test
  void aFrozenOneStandsStillAndScales() {
    NetworkSpec frozen = new NetworkSpec(
        Shape.flat(6), false, LayerSyntax.parse(List.of("a = linear out=4", "n = batch-norm frozen")),
        LossSpec.of(LossKind.SOFTMAX));
    List<Pattern> patterns = List.of(Patterns.full(4, 6));
    Network network = new Network(frozen, patterns, KernelChoice.kernels(), 40);
    float[] values = Initialization.values(frozen, patterns, new Seed(1));
    int square = network.layout().window("n.square").offset();
    Arrays.fill(values, square, square + 4, 4f);
    network.load(values);
    network.gradient(rows(40), IntStream.range(0, 40).toArray(), 0, 40, 1);
    float[] after = new float[values.length];
    float[] gradients = new float[values.length];
    network.store(after);
    network.storeGradients(gradients);

    assertThat(after).isEqualTo(values);
    assertThat(network.statistics()).isEmpty();
    // Halving the logits by hand gives twice the gradient of the weights before them.
    NetworkSpec plain = new NetworkSpec(
        Shape.flat(6), false, LayerSyntax.parse(List.of("a = linear out=4")), LossSpec.of(LossKind.SOFTMAX));
    Network halved = new Network(plain, patterns, KernelChoice.kernels(), 40);
    float[] half = new float[28];
    for (int p = 0; p < 28; p++) {
      half[p] = values[p] / 2;
    }
    halved.load(half);
    halved.gradient(rows(40), IntStream.range(0, 40).toArray(), 0, 40, 1);
    float[] expected = new float[28];
    halved.storeGradients(expected);
    for (int p = 0; p < 28; p++) {
      assertThat(gradients[p]).isCloseTo(expected[p] / 2, within(1e-5f));
    }
  }
}
