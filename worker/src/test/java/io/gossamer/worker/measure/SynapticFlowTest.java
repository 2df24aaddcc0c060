package io.gossamer.worker.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynapticFlowTest {
  /** F5: R = 10.5, and each layer's flow adds up to it. */
  @Test
  void flowIsThatOfTheGoldenNetwork() {
    NetworkSpec network = NetworkSpec.mlp(2, List.of(2), 1, LossKind.SQUARED);
    List<Pattern> full = List.of(Patterns.full(2, 2), Patterns.full(1, 2));

    double[] flow = new SynapticFlow(network, full).of(new float[] {1, -2, .5f, .25f, -3, 2, 0, 0, 0});

    double factor = 10.5 / (flow[0] + flow[1] + flow[2] + flow[3]);
    assertThat(Arrays.stream(flow).map(f -> f * factor).toArray())
        .containsExactly(new double[] {3, 6, 1, .5, 9, 1.5}, within(1e-5));
  }

  /** Forty layers of weights around 30 would leave the range of floats. */
  @Test
  void everyLayerCarriesTheSameFlowHoweverDeep() {
    NetworkSpec network = NetworkSpec.mlp(30, java.util.Collections.nCopies(40, 30), 5, LossKind.SOFTMAX);
    List<Pattern> patterns = new java.util.ArrayList<>();
    for (int l = 0; l < 41; l++) {
      patterns.add(Patterns.random(l == 40 ? 5 : 30, 30, l == 40 ? 100 : 500, new Seed(l)));
    }
    float[] values = Initialization.values(network, patterns, new Seed(1));
    for (int p = 0; p < values.length; p++) {
      values[p] *= 1000;
    }

    double[] flow = new SynapticFlow(network, patterns).of(values);

    double first = Arrays.stream(flow, 0, 500).sum();
    assertThat(first).isPositive();
    for (int l = 1; l < 40; l++) {
      assertThat(Arrays.stream(flow, 500 * l, 500 * (l + 1)).sum()).isCloseTo(first, within(1e-3 * first));
    }
  }
}
