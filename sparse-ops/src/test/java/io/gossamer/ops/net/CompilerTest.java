package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.LayerKind;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.testing.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompilerTest {
  private static final Seed SEED = new Seed(31).child("CompilerTest");

  static Stream<NetworkSpec> everyLayer() {
    return Stream.of(Graphs.dense(), Graphs.sparse());
  }

  /** A layer that keeps the sites it was compiled at and counts its backward passes. */
  private record Probe(LayerSpec layer, List<Site> sites, int[] backwards) implements LayerSpec {
    @Override
    public Shape output(List<Shape> inputs) {
      return layer.output(inputs);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
      return layer.parameters(inputs);
    }

    @Override
    public int scratchFloats(List<Shape> inputs, boolean sparseRows) {
      return layer.scratchFloats(inputs, sparseRows);
    }

    @Override
    public Layer compile(Site site) {
      sites.add(site);
      Layer compiled = layer.compile(site);
      return new Layer() {
        @Override
        public void forward(Batch batch) {
          compiled.forward(batch);
        }

        @Override
        public void backward(Batch batch) {
          backwards[0]++;
          compiled.backward(batch);
        }

        @Override
        public void refresh() {
          compiled.refresh();
        }

        @Override
        public int[] residentOrder() {
          return compiled.residentOrder();
        }
      };
    }

    @Override
    public boolean readsSparseRows() {
      return layer.readsSparseRows();
    }

    @Override
    public boolean fusesRelu() {
      return layer.fusesRelu();
    }

    @Override
    public boolean gatesInput() {
      return layer.gatesInput();
    }

    @Override
    public boolean worksInPlace() {
      return layer.worksInPlace();
    }

    @Override
    public boolean rereadsOutput() {
      return layer.rereadsOutput();
    }
  }

  /** Compiles layers on rows of four numbers and runs one step; gives the probes by name. */
  private static Map<String, Probe> probes(String... lines) {
    Map<String, Probe> probes = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : LayerSyntax.parse(List.of(lines))) {
      Probe probe = new Probe(node.layer(), new ArrayList<>(), new int[1]);
      probes.put(node.name(), probe);
      LayerSpec layer = node.layer() instanceof Relu ? node.layer() : probe;
      nodes.add(new Node(node.name(), layer, node.inputs(), node.frozen()));
    }
    NetworkSpec spec = new NetworkSpec(Shape.flat(4), false, nodes, LossSpec.of(LossKind.SOFTMAX));
    Network network = new Network(spec, Graphs.patterns(spec, 1), KernelChoice.kernels(), 64);
    network.gradient(Graphs.rows(spec, 5), IntStream.range(0, 5).toArray(), 0, 5, 0);
    return probes;
  }

  private static boolean sameValues(Tensor a, Tensor b) {
    return a.values() == b.values() && a.at(0) == b.at(0);
  }

  private static boolean inPlace(Map<String, Probe> probes, String name) {
    Site site = probes.get(name).sites().get(0);
    return sameValues(site.input(), site.output());
  }

  @Test
  void theTwoNetworksHaveEveryKindOfLayer() {
    Set<LayerKind> kinds = EnumSet.noneOf(LayerKind.class);
    everyLayer().forEach(spec -> spec.nodes().forEach(node -> kinds.add(LayerKind.of(node.layer()))));
    assertThat(kinds).containsExactly(LayerKind.values());
  }

  @ParameterizedTest
  @MethodSource("everyLayer")
  void everyLayerGivesTheSameBitsOnScalarAndVectorKernels(NetworkSpec spec) {
    for (double density : new double[] {0, 0.4, 1}) {
      List<Pattern> patterns = Graphs.patterns(spec, density);
      float[] values = Graphs.values(spec, patterns);
      Network scalar = new Network(spec, patterns, new ScalarKernels(), 130);
      Network vector = new Network(spec, patterns, KernelChoice.kernels(), 130);
      for (int count : new int[] {1, 31, 32, 33, 64, 65, 130}) {
        Rows rows = Graphs.given(spec, Graphs.rows(spec, count));
        float[] gradient = Graphs.gradient(scalar, values, rows);
        assertThat(gradient).doesNotContain(Float.NaN);
        assertThat(Graphs.gradient(vector, values, rows)).isEqualTo(gradient);
        assertThat(Graphs.predictions(vector, rows)).isEqualTo(Graphs.predictions(scalar, rows));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyLayer")
  void whatEarlierBatchesLeftInTheBuffersHasNoInfluence(NetworkSpec spec) {
    List<Pattern> patterns = Graphs.patterns(spec, 0.5);
    float[] values = Graphs.values(spec, patterns);
    Network used = new Network(spec, patterns, KernelChoice.kernels(), 130);
    DenseRows many = Graphs.rows(spec, 130);
    float[] poison = new float[many.values().length];
    Arrays.fill(poison, Float.NaN);
    Rows poisoned = Graphs.given(spec, new DenseRows(spec.inputs(), poison, many.labels(), many.weights()));
    for (int count : new int[] {1, 31, 32, 33, 70}) {
      Rows rows = Graphs.given(spec, Graphs.rows(spec, count));
      Network fresh = new Network(spec, patterns, KernelChoice.kernels(), 130);
      assertThat(Graphs.gradient(used, values, poisoned)).contains(Float.NaN);

      assertThat(Graphs.gradient(used, values, rows)).as("%s rows", count)
          .isEqualTo(Graphs.gradient(fresh, values, rows));
      Graphs.gradient(used, values, poisoned);
      used.load(values);
      fresh.load(values);
      assertThat(Graphs.predictions(used, rows)).as("%s rows", count).isEqualTo(Graphs.predictions(fresh, rows));
    }
  }

  /** On the scalar kernels: the vector ones box until they are compiled, which takes tiny layers long. */
  @ParameterizedTest
  @MethodSource("everyLayer")
  void stepsOfEveryLayerAllocateNothingAfterWarmUp(NetworkSpec spec) {
    List<Pattern> patterns = Graphs.patterns(spec, 0.5);
    Network network = new Network(spec, patterns, new ScalarKernels(), 96);
    network.load(Graphs.values(spec, patterns));
    Rows rows = Graphs.given(spec, Graphs.rows(spec, 96));
    int[] order = IntStream.range(0, 96).toArray();
    float[] into = new float[96 * spec.outputs()];

    assertThat(Allocation.least(n -> {
      network.gradient(rows, order, 0, 96, n);
      network.predict(rows, order, 0, 96, into);
    })).isZero();
  }

  @Test
  void layersWorkInPlaceOnAnInputThatNobodyElseReads() {
    assertThat(inPlace(probes("linear out=4", "s = sigmoid", "linear out=3"), "s")).isTrue();
    assertThat(inPlace(probes("linear out=4", "dropout rate=0.5", "s = tanh", "linear out=3"), "s")).isTrue();
    assertThat(inPlace(probes("linear out=4", "s = reshape channels=2 height=2", "linear out=3"), "s")).isTrue();
    assertThat(inPlace(probes("layer-norm", "s = leaky-relu", "linear out=3"), "s")).isTrue();

    Map<String, Probe> relu = probes("n = batch-norm", "relu", "f = linear out=3");
    assertThat(sameValues(relu.get("n").sites().get(0).output(), relu.get("f").sites().get(0).input())).isTrue();
  }

  @Test
  void layersDoNotOverwriteWhatOthersStillRead() {
    assertThat(inPlace(probes("s = sigmoid", "linear out=3"), "s")).as("rows").isFalse();
    assertThat(inPlace(probes("linear out=4", "tanh", "s = sigmoid", "linear out=3"), "s"))
        .as("tanh needs its output").isFalse();
    assertThat(inPlace(probes("linear out=4", "relu", "s = sigmoid", "linear out=3"), "s"))
        .as("a gate needs the rectified output").isFalse();
    assertThat(inPlace(probes("linear out=4", "s = gelu", "linear out=3"), "s")).as("gelu needs its input").isFalse();
    assertThat(inPlace(probes("a = linear out=4", "s = sigmoid", "add <- a, s", "linear out=3"), "s"))
        .as("two readers").isFalse();
    assertThat(inPlace(probes("linear out=4", "tanh", "r = reshape", "s = sigmoid", "linear out=3"), "r"))
        .as("tanh needs its output behind a reshape").isFalse();
  }

  @Test
  void aReluIsComputedWithTheLayerBeforeItUnlessOthersReadThat() {
    assertThat(probes("f = linear out=4", "relu", "linear out=3").get("f").sites().get(0).relu()).isTrue();
    assertThat(probes("f = linear out=4", "r = relu", "add <- f, r", "linear out=3").get("f").sites().get(0).relu())
        .isFalse();
    assertThat(probes("f = linear out=4", "sigmoid", "relu", "linear out=3").get("f").sites().get(0).relu()).isFalse();
  }

  @Test
  void theGateIsTheReadersOnlyIfItReadsAlone() {
    assertThat(probes("linear out=4", "relu", "g = linear out=3").get("g").sites().get(0).input().gated()).isTrue();
    Map<String, Probe> two = probes("linear out=4", "r = relu", "g = linear out=3", "h = linear out=3 <- r",
        "add <- g, h");
    assertThat(two.get("g").sites().get(0).input().gated()).isFalse();
    assertThat(two.get("h").sites().get(0).input().gated()).isFalse();
  }

  @Test
  void eachReaderHasAGradientOfItsOwnAlsoIfOneReadsTwice() {
    Map<String, Probe> probes =
        probes("a = linear out=4", "m = multiply <- a, a", "s = add <- a, m, a", "linear out=3");
    List<Tensor> ofM = probes.get("m").sites().get(0).inputs();
    List<Tensor> ofS = probes.get("s").sites().get(0).inputs();
    Tensor ofA = probes.get("a").sites().get(0).output();

    assertThat(Stream.of(ofA, ofM.get(0), ofM.get(1), ofS.get(0), ofS.get(2)).map(x -> x.gradientAt(0)))
        .doesNotHaveDuplicates();
    assertThat(Stream.of(ofM.get(0), ofM.get(1), ofS.get(0), ofS.get(2))).allMatch(x -> sameValues(x, ofA));
  }

  @Test
  void nothingFlowsBackToWhereNothingIsTrained() {
    Map<String, Probe> probes = probes("a = linear out=4 frozen", "b = sigmoid", "c = linear out=4 frozen", "d = tanh",
        "e = linear out=4", "f = tanh", "g = linear out=4 frozen", "h = linear out=3");

    for (String before : List.of("a", "b", "c", "d")) {
      assertThat(probes.get(before).backwards()[0]).as(before).isZero();
    }
    for (String after : List.of("e", "f", "g", "h")) {
      assertThat(probes.get(after).backwards()[0]).as(after).isOne();
    }
    assertThat(probes.get("e").sites().get(0).input().wantsGradient()).isFalse();
    assertThat(probes.get("g").sites().get(0).trained()).isFalse();
  }

  /** Whatever reads whatever, in place or not, frozen or not: a wrongly shared buffer shows in some gradient. */
  @Test
  void gradientsOfRandomGraphsAgreeWithADoubleTwin() {
    for (int graph = 0; graph < 60; graph++) {
      List<String> lines = randomGraph(SEED.child("graph", graph).stream());
      Graphs.checkGradients(Graphs.spec(Shape.flat(4), false, lines), graph % 2 == 0 ? 33 : 70);
    }
  }

  private static List<String> randomGraph(Seed.Stream draws) {
    List<String> kinds = List.of(
        "linear out=4", "linear out=4", "linear out=4 frozen", "linear out=4 bias=false", "relu", "relu", "relu2",
        "sigmoid", "tanh", "leaky-relu", "gelu", "reshape", "batch-norm epsilon=0.1", "layer-norm epsilon=0.1",
        "add", "multiply");
    List<String> lines = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("rows"));
    Set<String> unread = new TreeSet<>();
    int layers = 3 + draws.nextInt(7);
    for (int n = 0; n < layers; n++) {
      String kind = kinds.get(draws.nextInt(kinds.size()));
      // Mostly the layer before, so that chains come about in which buffers are shared.
      String near = names.get(draws.nextInt(3) > 0 ? names.size() - 1 : draws.nextInt(names.size()));
      String far = names.get(draws.nextInt(names.size()));
      boolean two = List.of("add", "multiply").contains(kind);
      lines.add("n" + n + " = " + kind + " <- " + near + (two ? ", " + far : ""));
      unread.remove(near);
      unread.remove(two ? far : near);
      unread.add("n" + n);
      names.add("n" + n);
    }
    lines.add("all = concat <- " + String.join(", ", unread));
    lines.add("linear out=3");
    return lines;
  }

  /** Arrays are never shorter than an arena's least, which would hide scratch that is too small. */
  @Test
  void scratchIsAsLargeAsTheLayersNeedAndIsCounted() {
    int least = 4 << 20;
    NetworkSpec images = Graphs.spec(new Shape(4, 150, 150), false, List.of("conv2d out=8 padding=1", "linear out=3"));
    NetworkSpec wide = Graphs.spec(70_000, "linear out=2");
    for (NetworkSpec spec : List.of(images, wide)) {
      List<Pattern> patterns = Graphs.patterns(spec, 0.01);
      DenseRows rows = Graphs.rows(spec, 5);
      float[] values = Graphs.values(spec, patterns);
      float[] vector = Graphs.gradient(new Network(spec, patterns, KernelChoice.kernels(), 5), values, rows);

      assertThat(Graphs.gradient(new Network(spec, patterns, new ScalarKernels(), 5), values, rows)).isEqualTo(vector);
      long activations = 4L * 2 * 64 * (spec.inputs() + spec.outputShapes().stream().mapToInt(Shape::features).sum());
      assertThat(Network.bufferBytes(spec, 5)).isGreaterThan(least).isLessThan(activations + 8L * least);
    }
    assertThat(Network.bufferBytes(wide, 5) - Network.bufferBytes(Graphs.spec(35_000, "linear out=2"), 5))
        .as("35,000 inputs: their activations and 16 floats each of scratch, of which the least hides half")
        .isBetween(4L * 35_000 * 64, 4L * 35_000 * (64 + 16));
  }
}
