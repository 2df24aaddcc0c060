package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final Architecture.Columns PLAIN = new Architecture.Columns(4, List.of());

  private static final Architecture.Columns FIELDS =
      new Architecture.Columns(3, List.of(new int[] {3, 9}, new int[] {9, 12}));

  private static final Architecture.Columns CATEGORIES =
      new Architecture.Columns(0, List.of(new int[] {0, 9}, new int[] {9, 12}));

  private static ModelSettings settings(
      Architecture network, List<Integer> hidden, Activation activation, Normalization normalization, double dropout) {
    return new ModelSettings(
        network, hidden, activation, normalization, dropout, List.of(), 1, 4, List.of(), LossKind.SOFTMAX);
  }

  private static List<String> lines(ModelSettings settings, Architecture.Columns columns, int outputs) {
    return LayerSyntax.format(Architecture.layers(settings, columns, outputs));
  }

  @Test
  void aPlainPerceptronIsTheOneOfNetworkSpec() {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(5), List.of(300, 100))) {
      List<Node> nodes = Architecture.layers(
          settings(Architecture.MLP, hidden, Activation.RELU, Normalization.NONE, 0), PLAIN, 7);

      assertThat(nodes).isEqualTo(NetworkSpec.mlp(4, hidden, 7, LossKind.SOFTMAX).nodes());
    }
  }

  @Test
  void normalisationComesBeforeTheActivationAndDropoutAfter() {
    assertThat(lines(settings(Architecture.MLP, List.of(8, 6), Activation.GELU, Normalization.LAYER, 0.5), PLAIN, 2))
        .containsExactly(
            "fc1 = linear out=8", "norm1 = layer-norm", "act1 = gelu", "drop1 = dropout rate=0.5",
            "fc2 = linear out=6", "norm2 = layer-norm", "act2 = gelu", "drop2 = dropout rate=0.5",
            "fc3 = linear out=2");
    assertThat(lines(settings(Architecture.MLP, List.of(8), Activation.RELU, Normalization.BATCH, 0), PLAIN, 2))
        .containsExactly("fc1 = linear out=8", "norm1 = batch-norm", "relu1 = relu", "fc2 = linear out=2");
  }

  @Test
  void anAutoencoderMirrorsItsWay() {
    assertThat(lines(settings(Architecture.AUTOENCODER, List.of(9, 5, 2), Activation.TANH, Normalization.NONE, 0),
        PLAIN, 20)).containsExactly(
            "fc1 = linear out=9", "act1 = tanh", "fc2 = linear out=5", "act2 = tanh", "fc3 = linear out=2",
            "act3 = tanh", "fc4 = linear out=5", "act4 = tanh", "fc5 = linear out=9", "act5 = tanh",
            "fc6 = linear out=20");
  }

  @Test
  void wideAndDeepAddsALinearModelToAPerceptronOnEmbeddings() {
    assertThat(lines(settings(Architecture.WIDE_DEEP, List.of(8), Activation.RELU, Normalization.NONE, 0), FIELDS, 2))
        .containsExactly(
            "wide = linear out=2", "emb1 = embedding from=3 to=9 dimension=4 bag=mean <- rows",
            "emb2 = embedding from=9 to=12 dimension=4 bag=mean <- rows", "numbers = columns to=3 <- rows",
            "parts = concat <- numbers, emb1, emb2", "fc1 = linear out=8", "relu1 = relu", "fc2 = linear out=2",
            "sum = add <- wide, fc2");
  }

  @Test
  void dlrmMultipliesNumbersAndEmbeddings() {
    ModelSettings settings = settings(Architecture.DLRM, List.of(8), Activation.RELU, Normalization.NONE, 0);

    assertThat(lines(settings, FIELDS, 2)).containsExactly(
        "numbers = columns to=3", "bottom = linear out=4", "bottom-act = relu",
        "emb1 = embedding from=3 to=9 dimension=4 bag=mean <- rows",
        "emb2 = embedding from=9 to=12 dimension=4 bag=mean <- rows",
        "products = interactions <- bottom-act, emb1, emb2",
        "meeting = concat <- bottom-act, products", "fc1 = linear out=8", "relu1 = relu", "fc2 = linear out=2");
    assertThat(lines(settings, CATEGORIES, 2)).containsExactly(
        "emb1 = embedding from=0 to=9 dimension=4 bag=mean",
        "emb2 = embedding from=9 to=12 dimension=4 bag=mean <- rows",
        "products = interactions <- emb1, emb2", "fc1 = linear out=8", "relu1 = relu", "fc2 = linear out=2");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70, 128})
  void gradientsOfThemAgreeWithADoubleTwin(int count) {
    for (Architecture network : List.of(Architecture.WIDE_DEEP, Architecture.DLRM)) {
      for (Architecture.Columns columns : List.of(FIELDS, CATEGORIES)) {
        List<Node> nodes = Architecture.layers(
            settings(network, List.of(6), Activation.GELU, Normalization.LAYER, 0), columns, 3);
        Graphs.checkGradients(new NetworkSpec(Shape.flat(12), true, nodes, LossSpec.of(LossKind.SOFTMAX)), count);
      }
    }
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> lines(
        settings(Architecture.WIDE_DEEP, List.of(8), Activation.RELU, Normalization.NONE, 0), PLAIN, 2))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("features.categorical");
    assertThatThrownBy(() -> lines(
        settings(Architecture.DLRM, List.of(8), Activation.RELU, Normalization.NONE, 0), PLAIN, 2))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("features.categorical");
    assertThatThrownBy(() -> lines(
        settings(Architecture.AUTOENCODER, List.of(), Activation.RELU, Normalization.NONE, 0), PLAIN, 2))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("model.hidden is []");
  }
}
