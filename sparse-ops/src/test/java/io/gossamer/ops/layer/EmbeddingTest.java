package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.net.Graphs;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.values.Touched;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
  /** Vectors (1, 10), (2, 20), (3, 30) of the columns 2, 3 and 4. */
  private static final float[] TABLE = {1, 10, 2, 20, 3, 30};

  /** Rows: two categories and strangers on both sides; none; one, counted three times; the last alone. */
  private static final CsrRows ROWS = new CsrRows(
      6, new int[] {0, 4, 5, 6, 7}, new int[] {1, 2, 4, 5, 0, 3, 4}, new float[] {9, 1, 3, 9, 9, 3, 1}, new float[4],
      null);

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70, 128})
  void gradientsAgreeWithADoubleTwin(int count) {
    for (String bag : List.of("sum", "mean")) {
      Graphs.checkGradients(
          Graphs.spec(new Shape(12, 1, 1), true, List.of(
              "a = embedding from=0 to=12 dimension=3 bag=" + bag, "b = embedding from=5 to=6 dimension=1 <- rows",
              "c = embedding from=2 to=9 dimension=4 <- rows", "n = columns from=1 to=3 <- rows",
              "all = concat <- a, b, c, n, a", "linear out=3")), count);
    }
  }

  @Test
  void aBagIsTheSumOfItsVectors() {
    OneLayer layer = OneLayer.sparse(new Embedding(2, 5, 2, Embedding.Bag.SUM), ROWS, TABLE);

    assertThat(layer.forward()).isDeepEqualTo(new float[][] {{10, 100}, {0, 0}, {6, 60}, {3, 30}});
    layer.backward(new float[] {1, 2}, new float[] {50, 60}, new float[] {3, 4}, new float[] {5, 6});
    assertThat(layer.gradient(0)).containsExactly(1, 2, 9, 12, 3 + 5, 6 + 6);
  }

  @Test
  void aBagCanBeTheMeanOfItsVectors() {
    OneLayer layer = OneLayer.sparse(new Embedding(2, 5, 2, Embedding.Bag.MEAN), ROWS, TABLE);

    assertThat(layer.forward()).isDeepEqualTo(new float[][] {{2.5f, 25}, {0, 0}, {2, 20}, {3, 30}});
    layer.backward(new float[] {4, 8}, new float[] {50, 60}, new float[] {3, 4}, new float[] {5, 6});
    assertThat(layer.gradient(0)).usingComparatorWithPrecision(1e-6f).containsExactly(1, 2, 3, 4, 3 + 5, 6 + 6);
  }

  @Test
  void columnsAreARangeOfTheRow() {
    OneLayer sparse = OneLayer.sparse(new Columns(1, 5), ROWS);
    assertThat(sparse.forward())
        .isDeepEqualTo(new float[][] {{9, 1, 0, 3}, {0, 0, 0, 0}, {0, 0, 3, 0}, {0, 0, 0, 1}});

    OneLayer dense = OneLayer.dense(new Columns(1, 3), List.of(), new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8});
    assertThat(dense.forward()).isDeepEqualTo(new float[][] {{2, 3}, {6, 7}});
    assertThat(dense.backward(new float[] {1, 2}, new float[] {3, 4}))
        .isDeepEqualTo(new float[][] {{0, 1, 2, 0}, {0, 3, 4, 0}});
  }

  @Test
  void touchedAreTheVectorsThatOccurAndNoOthers() {
    NetworkSpec spec = Graphs.spec(new Shape(6, 1, 1), true, List.of(
        "w = linear out=3", "e = embedding from=2 to=5 dimension=2 <- rows", "d = linear out=3", "add <- w, d"));
    Network network = new Network(spec, Graphs.patterns(spec, 1), KernelChoice.kernels(), 64);
    int at = spec.layout(Graphs.patterns(spec, 1)).window("e.weight").offset();

    network.gradient(ROWS, new int[] {0, 1}, 0, 2, 0);
    assertThat(blocks(network.touched())).containsExactly(List.of(at, at + 2), List.of(at + 4, at + 6));

    network.gradient(ROWS, new int[] {1}, 0, 1, 0);
    assertThat(blocks(network.touched())).isEmpty();

    network.gradient(ROWS, new int[] {3, 2, 0, 2}, 0, 4, 0);
    assertThat(blocks(network.touched()))
        .containsExactly(List.of(at, at + 2), List.of(at + 2, at + 4), List.of(at + 4, at + 6));
  }

  private static List<List<Integer>> blocks(Touched touched) {
    touched.sort();
    return IntStream.range(0, touched.count()).mapToObj(n -> List.of(touched.start(n), touched.end(n))).toList();
  }

  /** What gradients reach must be named, or optimisers would leave it out; what is not named must be zero. */
  @Test
  void touchedCoversEveryGradientStepAfterStep() {
    int features = 1 << 14;
    NetworkSpec spec = Graphs.spec(new Shape(features, 1, 1), true, List.of(
        "w = linear out=3", "e = embedding from=7 to=16000 dimension=2 <- rows", "d = linear out=3", "add <- w, d"));
    List<Pattern> patterns = Graphs.patterns(spec, 0.4);
    float[] values = Graphs.values(spec, patterns);
    CsrRows rows = (CsrRows) Graphs.given(spec, sparser(Graphs.rows(spec, 40)));
    Network network = new Network(spec, patterns, KernelChoice.kernels(), 8);
    network.load(values);
    int[] order = IntStream.range(0, 40).toArray();
    for (int from = 0; from < 40; from += 8) {
      network.gradient(rows, order, from, 8, 0);

      Network fresh = new Network(spec, patterns, KernelChoice.kernels(), 8);
      fresh.load(values);
      fresh.gradient(rows, order, from, 8, 0);
      assertThat(network.gradients()).isEqualTo(fresh.gradients());
      assertThat(reached(network, spec.layout(patterns).windows())).isEqualTo(nonzero(network, "w.weight", "e.weight"));
    }
  }

  private static DenseRows sparser(DenseRows rows) {
    float[] values = rows.values().clone();
    for (int n = 0; n < values.length; n++) {
      values[n] = n % 997 == 0 ? values[n] : 0;
    }
    return new DenseRows(rows.features(), values, rows.labels(), rows.weights());
  }

  private static List<Integer> reached(Network network, List<Window> windows) {
    assertThat(windows.stream().filter(window -> network.touched().isFew(windows.indexOf(window))).map(Window::name))
        .containsExactly("w.weight", "e.weight");
    network.touched().sort();
    List<Integer> reached = new ArrayList<>();
    for (int n = 0; n < network.touched().count(); n++) {
      IntStream.range(network.touched().start(n), network.touched().end(n)).forEach(reached::add);
    }
    return reached;
  }

  private static List<Integer> nonzero(Network network, String... names) {
    List<Integer> nonzero = new ArrayList<>();
    for (String name : names) {
      Window window = network.layout().window(name);
      for (int p = window.offset(); p < window.end(); p++) {
        if (network.gradients()[p] != 0) {
          nonzero.add(p);
        }
      }
    }
    return nonzero;
  }

  @Test
  void aVectorThatOccursInSeveralRowsGetsTheSumOfTheirGradients() {
    float[] table = {0.5f};
    CsrRows rows = new CsrRows(
        1, IntStream.rangeClosed(0, 130).toArray(), new int[130], ones(130), new float[130], null);
    OneLayer layer = OneLayer.sparse(new Embedding(0, 1, 1, Embedding.Bag.SUM), rows, table);
    float[][] dy = new float[130][];
    for (int row = 0; row < dy.length; row++) {
      dy[row] = new float[] {row};
    }

    layer.forward();
    layer.backward(dy);

    assertThat(layer.gradient(0)[0]).isCloseTo(130 * 129 / 2f, within(0f));
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
