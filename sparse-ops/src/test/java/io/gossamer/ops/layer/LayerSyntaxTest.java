package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.Graphs;
import io.gossamer.ops.net.NetworkSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerSyntaxTest {
  /** One line a kind, no setting at its default. */
  private static final List<String> FULL = List.of(
      "a = linear out=8 bias=false", "b = conv2d out=3 kernel=5 stride=2 padding=1 bias=false <- rows",
      "c = depthwise-conv kernel=5 stride=2 padding=3 bias=false", "d = max-pool size=3 stride=1 padding=1",
      "e = avg-pool size=3 stride=1 padding=1", "f = global-pool", "g = batch-norm momentum=0.5 epsilon=0.25",
      "h = layer-norm epsilon=0.125", "i = dropout rate=0.5", "j = relu", "k = relu2", "l = leaky-relu slope=0.25",
      "m = gelu", "n = sigmoid", "o = tanh", "p = top-k k=4", "q = jump-relu start=0.5 width=0.25",
      "r = add <- p, q", "s = multiply <- q, r", "t = concat <- rows, s", "u = reshape channels=2 height=3 width=4",
      "v = columns from=1 to=5 <- rows", "w = embedding from=5 to=9 dimension=3 bag=mean <- rows",
      "x = interactions <- v, w", "y = factorization-machine <- v, w", "z = linear out=2 frozen <- rows");

  @Test
  void formatWritesTheLinesThatParseReads() {
    Set<LayerKind> kinds = EnumSet.noneOf(LayerKind.class);
    LayerSyntax.parse(FULL).forEach(node -> kinds.add(LayerKind.of(node.layer())));

    assertThat(kinds).containsExactly(LayerKind.values());
    assertThat(LayerSyntax.format(LayerSyntax.parse(FULL))).isEqualTo(FULL);
  }

  @Test
  void parseReadsBackEveryLayerAsItWas() {
    for (List<String> lines : List.of(FULL, Graphs.DENSE, Graphs.SPARSE)) {
      List<Node> nodes = LayerSyntax.parse(lines);
      assertThat(LayerSyntax.parse(LayerSyntax.format(nodes))).isEqualTo(nodes);
    }
  }

  @Test
  void settingsAtTheirDefaultAreLeftOut() {
    assertThat(LayerSyntax.format(LayerSyntax.parse(List.of(
        "fc1 = linear bias=true out=8 <- rows", "batch-norm epsilon=0.00001 momentum=1e-1", "e = conv2d out=4 stride=1",
        "out = add <- e, e"))))
        .containsExactly("fc1 = linear out=8", "batch-norm2 = batch-norm", "e = conv2d out=4", "out = add <- e, e");
  }

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
        "n = batch-norm momentum=0.2 epsilon=0.001 frozen", "m = max-pool",
        "a = avg-pool size=3 stride=1 padding=1 <- n",
        "e = embedding from=3 to=9 dimension=4 bag=mean <- rows", "s = concat <- a, j");
  }

  @Test
  void namesAndReadersMayBeLeftOut() {
    List<Node> nodes = LayerSyntax.parse(List.of("linear out=3", "relu", "linear out=2"));

    assertThat(nodes).extracting(Node::name).containsExactly("linear1", "relu2", "linear3");
    assertThat(nodes).extracting(Node::inputs).containsExactly(List.of(Node.ROWS), List.of(0), List.of(1));
  }

  @Test
  void spacesDoNotMatter() {
    assertThat(LayerSyntax.parse(List.of("  a  =   linear   out=4  ", " b = add<-a ,a ")))
        .isEqualTo(LayerSyntax.parse(List.of("a = linear out=4", "b = add <- a, a")));
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
      "embedding from=0 to=2 dimension=2 bag=max | bag=max is none of sum, mean",
      "rows = linear out=3 | cannot be a name",
      "a = linear out=3 <- b | it reads \"b\", which is no earlier layer",
      "transformer | there is no layer \"transformer\"; there are linear, conv2d,",
      "linear out=3 units=4 | a layer linear has no setting \"units\"; there are out, bias",
      "relu slope=1 | a layer relu has no setting \"slope\"; there are none",
      "dropout rate=half | rate=half is not a number",
      "linear out=4 out=5 | \"out=5\" is not a setting; write each once, as name=value",
      "dropout rate=1 | rate=1.0; it must be at least 0 and below 1",
      "leaky-relu slope=2 | slope=2.0; it must be above 0 and below 1",
      "top-k k=0 | k=0; it must be at least 1",
      "jump-relu width=0 | start=0.01 and width=0.0; both must be above 0",
      "layer-norm epsilon=0 | epsilon=0.0; it must be above 0 and below 1",
      "batch-norm momentum=2 | momentum=2.0; it must be above 0 and at most 1",
      "columns from=3 to=3 | from=3 to=3; from must be at least 0, to above",
      "embedding from=3 to=2 dimension=1 | from must be at least 0, to above it, dimension at least 1",
      "relu <- | it reads \"\", which is no earlier layer; there are none"})
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
      "a = linear out=3; b = linear out=4; c = add <- a, b | layer c: a layer add takes two or more inputs",
      "a = conv2d out=3 | layer a: a window of size 3 with padding 0 does not fit an image of 7",
      "a = columns from=3 to=9 | layer a: a layer columns ends at to=9, its input has 7 features",
      "a = linear out=3; b = linear out=3 <- rows | nothing reads layer a",
      "a = add <- rows | layer a: a layer add takes two or more inputs of one shape, not [7]",
      "a = linear out=4; b = multiply <- a, rows | layer b: a layer multiply takes two inputs of one shape, not [4,",
      "a = linear out=4; b = interactions <- a, rows | layer b: a layer interactions takes two or more vectors",
      "a = factorization-machine | layer a: a layer factorization-machine takes two or more vectors of one dimension",
      "a = relu <- rows, rows | layer a: a layer relu takes one input, not 2",
      "a = embedding from=0 to=8 dimension=2 | layer a: a layer embedding ends at to=8, its input has 7 features",
      "a = reshape channels=3 height=2 | layer a: a layer reshape makes 3x2x1 of 7, which has 7 numbers and not 6"})
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
