package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSyntaxTest {
  @Test
  void whatIsWrittenReadsBack() {
    List<Node> nodes = List.of(
        new Node("c", new Conv2d(4, 5, 2, 1, false), Node.ROWS),
        new Node("d", new DepthwiseConv(3, 1, 1, true), 0),
        new Node("n", new BatchNorm(0.2, 1e-3), List.of(1), true),
        new Node("m", new MaxPool(2, 0, 0), 2),
        new Node("a", new AvgPool(3, 1, 1), 2),
        new Node("e", new Embedding(3, 9, 4, Embedding.Bag.MEAN), Node.ROWS),
        new Node("j", new JumpRelu(0.1, 0.01), 5),
        new Node("s", new Concat(), 4, 6));

    List<String> lines = LayerSyntax.format(nodes);

    assertThat(LayerSyntax.parse(lines)).isEqualTo(nodes);
    assertThat(lines).contains("c = conv2d out=4 kernel=5 stride=2 padding=1 bias=false",
        "n = batch-norm momentum=0.2 epsilon=0.001 frozen", "m = max-pool", "a = avg-pool size=3 stride=1 padding=1 <- n",
        "e = embedding from=3 to=9 dimension=4 bag=mean <- rows", "s = concat <- a, j");
  }

  @Test
  void namesAndReadersMayBeLeftOut() {
    List<Node> nodes = LayerSyntax.parse(List.of("linear out=3", "relu", "linear out=2"));

    assertThat(nodes).extracting(Node::name).containsExactly("linear1", "relu2", "linear3");
    assertThat(nodes).extracting(Node::inputs).containsExactly(List.of(Node.ROWS), List.of(0), List.of(1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "lineer out=3 | there is no layer \"lineer\"; did you mean linear?",
      "linear | a layer linear needs out=...",
      "linear out=three | out=three is not a whole number",
      "linear out=3 bios=false | has no setting \"bios\"; did you mean bias?",
      "linear out=3 bias=no | bias=no is not true or false",
      "linear out=3 4 | \"4\" is not a setting",
      "linear out=0 | it must be at least 1",
      "embedding from=0 to=2 dimension=2 bag=max | \"max\" is none of sum, mean",
      "rows = linear out=3 | cannot be a name",
      "a = linear out=3 <- b | it reads \"b\", which is no earlier layer"})
  void problemsAreNamedWithTheirLine(String line, String problem) {
    assertThatThrownBy(() -> LayerSyntax.parse(List.of(line)))
        .isInstanceOf(InvalidInput.class).hasMessageStartingWith("layer 1, \"" + line + "\": ")
        .hasMessageContaining(problem);
  }

  @Test
  void aNameMayStandOnce() {
    assertThatThrownBy(() -> LayerSyntax.parse(List.of("a = linear out=3", "a = relu")))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("the name a is taken");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "a = linear out=3; b = linear out=4; c = add <- a, b | layer c: a layer add takes two or more inputs of one shape",
      "a = conv2d out=3 | layer a: a window of size 3 with padding 0 does not fit an image of 7",
      "a = columns from=3 to=9 | layer a: a layer columns ends at to=9, its input has 7 features",
      "a = linear out=3; b = linear out=3 <- rows | nothing reads layer a"})
  void layersThatDoNotGoTogetherAreNamed(String lines, String problem) {
    List<Node> nodes = LayerSyntax.parse(List.of(lines.split("; ")));

    assertThatThrownBy(() -> new NetworkSpec(Shape.flat(7), false, nodes, LossSpec.of(LossKind.SOFTMAX)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining(problem);
  }

  @Test
  void everyKindIsARecordThatSaysWhatItIs() {
    for (LayerKind kind : LayerKind.values()) {
      assertThat(kind.type().isRecord()).as(kind.key()).isTrue();
    }
  }
}
