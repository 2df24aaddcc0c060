package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks made of others: {@link LowRankPaths} and {@link IsoFlop}. */
class RewriteTest {
  private static NetworkSpec network(Shape rows, String... lines) {
    return new NetworkSpec(rows, false, LayerSyntax.parse(List.of(lines)), LossSpec.of(LossKind.SOFTMAX));
  }

  private static final NetworkSpec MLP =
      network(Shape.flat(8), "fc1 = linear out=6", "relu1 = relu", "fc2 = linear out=3");

  @Test
  void aPathIsAddedToWhatItsLayerMakes() {
    NetworkSpec beside = LowRankPaths.beside(MLP, Map.of("fc1", 2, "fc2", 0));

    assertThat(LayerSyntax.format(beside.nodes())).isEqualTo(LayerSyntax.format(network(Shape.flat(8),
        "fc1 = linear out=6", "fc1-down = linear out=2 bias=false <- rows", "fc1-up = linear out=6 bias=false",
        "fc1-sum = add <- fc1, fc1-up", "relu1 = relu", "fc2 = linear out=3").nodes()));
    assertThat(beside.maskablePlaces()).isEqualTo(48 + 16 + 12 + 18);
    assertThat(LowRankPaths.isPath("fc1-down", beside.maskedNames())).isTrue();
    assertThat(LowRankPaths.isPath("fc2-down", List.of("fc2-down"))).isFalse();
  }

  @Test
  void wideGrowsHiddenLayersAndChannelsAlone() {
    NetworkSpec wide = IsoFlop.WIDE.of(network(new Shape(1, 8, 8), "conv1 = conv2d out=4 padding=1", "relu",
        "conv2 = conv2d out=6 padding=1", "norm = batch-norm", "sum = add <- conv2, norm", "global-pool",
        "fc = linear out=3"), 0.25);

    assertThat(wide.outputShapes().get(0).channels()).isEqualTo(8);
    assertThat(wide.outputShapes().get(2).channels()).isEqualTo(12);
    assertThat(wide.outputs()).isEqualTo(3);
  }

  @Test
  void parallelFactorisedAndDopedRewriteHiddenLinearLayers() {
    // k = 1 / 0.5 = 2 branches; 8 * 6 / (0.5 * 14) = 6.86 units; rank 0.5 * 48 / 14 = 1.7.
    assertThat(IsoFlop.PARALLEL.of(MLP, 0.5).maskedNames()).containsExactly("fc1-1", "fc1-2", "fc2");
    assertThat(IsoFlop.FACTORISED.of(MLP, 0.5).masked().get(0).parameter().out()).isEqualTo(6);
    assertThat(IsoFlop.FACTORISED.of(MLP, 0.5).maskedNames()).containsExactly("fc1-in", "fc1", "fc2");
    assertThat(IsoFlop.DOPED.of(MLP, 0.5).maskedNames()).containsExactly("fc1", "fc1-down", "fc1-up", "fc2");
    assertThat(IsoFlop.DOPED.of(MLP, 0.5).masked().get(1).parameter().out()).isEqualTo(1);
  }

  @Test
  void saysWhichNetworkItCannotEnlarge() {
    NetworkSpec skipping = network(Shape.flat(8), "fc1 = linear out=8", "sum = add <- fc1, rows", "fc2 = linear out=3");

    assertThatThrownBy(() -> IsoFlop.WIDE.of(skipping, 0.25))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("sparsity.isoFlop");
  }
}
