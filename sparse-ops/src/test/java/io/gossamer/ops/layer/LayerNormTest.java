package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.net.Graphs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70, 128})
  void gradientsAgreeWithADoubleTwin(int count) {
    Graphs.checkGradients(
        Graphs.spec(5, "linear out=7", "layer-norm", "relu", "linear out=6", "layer-norm epsilon=0.1", "linear out=3"),
        count);
    Graphs.checkGradients(
        Graphs.spec(new Shape(2, 3, 2), false, List.of("conv2d out=3 kernel=2", "layer-norm", "tanh", "linear out=3")),
        count);
  }

  @Test
  void rowsHaveMeanZeroAndVarianceOneBeforeGainAndBias() {
    OneLayer layer = OneLayer.dense(
        new LayerNorm(1e-5), List.of(new float[] {1, 1, 2}, new float[] {0, 0, 10}), new float[] {1, 2, 3},
        new float[] {1000, 2000, 3000}, new float[] {5, 5, 5});

    float[][] y = layer.forward();

    float unit = (float) Math.sqrt(1.5);
    assertThat(y[0]).containsExactly(new float[] {-unit, 0, 10 + 2 * unit}, within(1e-4f));
    assertThat(y[1]).containsExactly(new float[] {-unit, 0, 10 + 2 * unit}, within(1e-4f));
    assertThat(y[2]).containsExactly(0, 0, 10);
  }

  @Test
  void aRowFarFromZeroKeepsItsDigits() {
    OneLayer layer = OneLayer.dense(
        new LayerNorm(1e-5), List.of(new float[] {1, 1}, new float[] {0, 0}), new float[] {100_000, 100_002});

    assertThat(layer.forward()[0]).containsExactly(new float[] {-1, 1}, within(1e-4f));
  }
}
