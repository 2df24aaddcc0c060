package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitializationTest {
  private static final int INPUTS = 400;
  private static final NetworkSpec NETWORK = NetworkSpec.mlp(INPUTS, List.of(), 50, LossKind.SOFTMAX);
  private static final Seed SEED = new Seed(3);

  private static double meanSquare(float[] values, int count) {
    double sum = 0;
    for (int p = 0; p < count; p++) {
      sum += values[p] * values[p];
    }
    return sum / count;
  }

  @Test
  void keptInputsOrAllSizeTheFirstWeights() {
    Pattern pattern = Patterns.random(50, INPUTS, 50 * 40, SEED);

    double kept = meanSquare(Initialization.values(NETWORK, List.of(pattern), FanIn.KEPT, SEED), pattern.nnz());
    double all = meanSquare(Initialization.values(NETWORK, List.of(pattern), FanIn.ALL, SEED), pattern.nnz());

    assertThat(kept).isCloseTo(2.0 / 40, within(0.006));
    assertThat(all).isCloseTo(2.0 / INPUTS, within(0.0006));
  }

  @Test
  void aPlaceHasTheSameDrawUnderEveryMask() {
    Pattern few = Patterns.random(50, INPUTS, 300, SEED);
    float[] dense = Initialization.values(NETWORK, List.of(Patterns.full(50, INPUTS)), FanIn.ALL, SEED);

    float[] values = Initialization.values(NETWORK, List.of(few), FanIn.ALL, SEED);

    int[] places = Patterns.flat(few);
    for (int p = 0; p < places.length; p++) {
      assertThat(values[p]).isEqualTo(dense[places[p]]);
    }
  }

  @Test
  void rowsWithoutWeightsAreNoObstacle() {
    float[] values = Initialization.values(NETWORK, List.of(Patterns.random(50, INPUTS, 0, SEED)), SEED);

    assertThat(values).hasSize(50).containsOnly(0f);
  }
}
