package io.gossamer.worker.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Patterns;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePathsTest {
  private static final NetworkSpec MLP = NetworkSpec.mlp(3, List.of(3, 2), 2, LossKind.SOFTMAX);

  private static LivePaths paths(int[] first, int[] second, int[] third) {
    return new LivePaths(MLP, new Mask(0, MLP.maskedNames(), List.of(
        Patterns.ofFlat(3, 3, first), Patterns.ofFlat(2, 3, second), Patterns.ofFlat(2, 2, third))));
  }

  @Test
  void everythingLivesWhereNothingIsMasked() {
    LivePaths paths = paths(
        new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, new int[] {0, 1, 2, 3, 4, 5}, new int[] {0, 1, 2, 3});

    assertThat(paths.effectiveSparsity()).isZero();
    assertThat(paths.dead(0) + paths.dead(1) + paths.dead(2)).isZero();
  }

  /** Unit 1 of fc1 has no inputs, unit 2 no reader; unit 1 of fc2 is fed by the dead unit 1 alone. */
  @Test
  void deathSpreadsBothWays() {
    LivePaths paths = paths(new int[] {0, 1, 6}, new int[] {0, 4}, new int[] {0, 3});

    assertThat(List.of(paths.dead(0), paths.dead(1), paths.dead(2))).containsExactly(2, 1, 1);
    assertThat(List.of(paths.effective(0), paths.effective(1), paths.effective(2))).containsExactly(2, 1, 1);
    assertThat(paths.effectiveSparsity()).isEqualTo(1 - 4 / 19.0);
  }

  /** A channel of a convolution is read by as many columns as it has places. */
  @Test
  void channelsAreUnits() {
    NetworkSpec network = new NetworkSpec(new Shape(1, 4, 4), false, List.of(
        new Node("conv", new Conv2d(2, 3, 1, 0, true), Node.ROWS), new Node("relu", new Relu(), 0),
        new Node("fc", new Linear(2), 1)), LossSpec.of(LossKind.SOFTMAX));
    Mask mask = new Mask(0, network.maskedNames(), List.of(
        Patterns.ofFlat(2, 9, new int[] {0, 5, 9}), Patterns.ofFlat(2, 8, new int[] {0, 3, 11})));

    LivePaths paths = new LivePaths(network, mask);

    assertThat(List.of(paths.dead(0), paths.dead(1))).containsExactly(1, 0);
    assertThat(List.of(paths.effective(0), paths.effective(1))).containsExactly(2, 3);
  }
}
