package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.Graphs;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks with batch norm compute, number by number; StatisticsTest holds what shards merge. */
class BatchNormTest {
  private static final Seed SEED = new Seed(5).child("BatchNormTest");

  @ParameterizedTest
  @ValueSource(ints = {2, 33, 70, 128})
  void gradientsAgreeWithADoubleTwin(int count) {
    Graphs.checkGradients(Graphs.spec(5, "batch-norm", "linear out=7", "batch-norm", "relu", "linear out=3"), count);
    Graphs.checkGradients(
        Graphs.spec(new Shape(2, 3, 2), false, List.of("batch-norm epsilon=0.01", "conv2d out=3 kernel=2", "batch-norm",
            "relu", "linear out=3")), count);
  }

  /** Rows of {@code channels} images of {@code area} places each, with channels of different mean and spread. */
  private static DenseRows rows(int count, int channels, int area) {
    Seed.Stream draws = SEED.child("rows", count).stream();
    float[] values = new float[count * channels * area];
    for (int n = 0; n < values.length; n++) {
      int c = n / area % channels;
      values[n] = (float) (3 * c - 2 + (c + 0.5) * draws.nextGaussian());
    }
    return new DenseRows(channels * area, values, channels * area, new float[values.length], null);
  }

  private static NetworkSpec norm(String line, int channels, int area) {
    return new NetworkSpec(
        new Shape(channels, area, 1), false, LayerSyntax.parse(List.of("n = " + line)), LossSpec.of(LossKind.SQUARED));
  }

  /** Mean of {@code x^power} over rows and places. */
  private static double moment(DenseRows rows, int from, int count, int c, int area, int power) {
    double sum = 0;
    for (int row = from; row < from + count; row++) {
      for (int p = 0; p < area; p++) {
        sum += Math.pow(rows.values()[row * rows.features() + c * area + p], power);
      }
    }
    return sum / ((double) count * area);
  }

  private static float[] statistic(Network network, String name) {
    float[] values = new float[network.layout().length()];
    network.store(values);
    int at = network.layout().window("n." + name).offset();
    return Arrays.copyOfRange(values, at, network.layout().window("n." + name).end());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "33, 1", "64, 4", "100, 6"})
  void runningStatisticsAreMovingAveragesOfMeanAndMeanSquare(int batch, int area) {
    NetworkSpec spec = norm("batch-norm momentum=0.3", 3, area);
    Network network = new Network(spec, List.of(), KernelChoice.kernels(), batch);
    network.load(new float[] {1, 1, 1, 0, 0, 0, 0.5f, -1, 2, 1, 2, 5});
    double[] mean = {0.5, -1, 2};
    double[] square = {1, 2, 5};
    DenseRows rows = rows(4 * batch, 3, area);
    int[] order = IntStream.range(0, 4 * batch).toArray();
    for (int from = 0; from < 4 * batch; from += batch) {
      network.gradient(rows, order, from, batch, 0);
      for (int c = 0; c < 3; c++) {
        mean[c] += 0.3 * (moment(rows, from, batch, c, area, 1) - mean[c]);
        square[c] += 0.3 * (moment(rows, from, batch, c, area, 2) - square[c]);
        assertThat((double) statistic(network, "mean")[c]).isCloseTo(mean[c], within(2e-6));
        assertThat((double) statistic(network, "square")[c]).isCloseTo(square[c], within(2e-6 * square[c] + 2e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70})
  void evaluationUsesRunningStatisticsAndLeavesThem(int count) {
    NetworkSpec spec = norm("batch-norm epsilon=0.5", 2, 3);
    Network network = new Network(spec, List.of(), KernelChoice.kernels(), 64);
    float[] values = {2, -1, 0.25f, 3, 0.5f, -1, 1.25f, 5};
    network.load(values);
    DenseRows rows = rows(count, 2, 3);

    float[] found = Graphs.predictions(network, rows);

    for (int n = 0; n < found.length; n++) {
      int c = n / 3 % 2;
      double deviation = Math.sqrt(values[6 + c] - values[4 + c] * values[4 + c] + 0.5);
      double expected = values[2 + c] + values[c] * (rows.values()[n] - values[4 + c]) / deviation;
      assertThat((double) found[n]).isCloseTo(expected, within(1e-5));
    }
    assertThat(statistic(network, "mean")).containsExactly(0.5f, -1);
    assertThat(statistic(network, "square")).containsExactly(1.25f, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33})
  void columnsBeyondTheRowsHaveNoInfluence(int count) {
    float[][] few = new float[count][];
    float[][] slopes = new float[count][];
    DenseRows rows = rows(count, 3, 1);
    for (int row = 0; row < count; row++) {
      few[row] = Arrays.copyOfRange(rows.values(), 3 * row, 3 * row + 3);
      slopes[row] = new float[] {row, -1, 0.5f * row};
    }
    List<float[]> parameters = List.of(
        new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[] {0, 0, 0}, new float[] {1, 1, 1});
    OneLayer layer = OneLayer.dense(new BatchNorm(), parameters, few);

    float[][] y = layer.forward();
    float[][] dx = layer.backward(slopes);

    for (int c = 0; c < 3; c++) {
      double mean = moment(rows, 0, count, c, 1, 1);
      double inverse = 1 / Math.sqrt(moment(rows, 0, count, c, 1, 2) - mean * mean + 1e-5);
      double ofDy = 0;
      double ofProduct = 0;
      for (int row = 0; row < count; row++) {
        ofDy += slopes[row][c];
        ofProduct += slopes[row][c] * (few[row][c] - mean) * inverse;
      }
      assertThat((double) layer.gradient(0)[c]).isCloseTo(ofProduct, within(1e-3));
      assertThat((double) layer.gradient(1)[c]).isCloseTo(ofDy, within(1e-3));
      for (int row = 0; row < count; row++) {
        double h = (few[row][c] - mean) * inverse;
        double gain = parameters.get(0)[c];
        assertThat((double) y[row][c]).isCloseTo(gain * h + parameters.get(1)[c], within(1e-4));
        double expected = gain * inverse * (slopes[row][c] - ofDy / count - h * ofProduct / count);
        assertThat((double) dx[row][c]).isCloseTo(expected, within(1e-3));
      }
    }
  }
}
