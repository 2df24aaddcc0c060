package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Allocation;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Window;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherTest {
  private static final double EPSILON = 1e-6;

  /** Fused ReLU, an activation in place, several readers of a compared output. */
  private static final List<String> FLAT = List.of(
      "fc1 = linear out=7", "relu", "fc2 = linear out=6", "bent = tanh", "fc3 = linear out=6", "met = add <- fc3, bent",
      "out = linear out=3");

  private static final List<String> IMAGES = List.of(
      "conv1 = conv2d out=4 padding=1", "relu", "max-pool", "conv2 = conv2d out=5", "norm = batch-norm", "relu",
      "fc = linear out=8", "relu", "out = linear out=3");

  private static NetworkSpec spec(Shape rows, List<String> lines, double share, double temperature) {
    return new NetworkSpec(rows, false, LayerSyntax.parse(lines),
        new LossSpec(LossKind.SOFTMAX, TargetScale.NONE, 0.1, List.of(), 1, 0.5, share, temperature));
  }

  private static NetworkSpec flat(double share) {
    return spec(Shape.flat(9), FLAT, share, 3);
  }

  private static NetworkSpec images(double share) {
    return spec(new Shape(2, 6, 6), IMAGES, share, 3);
  }

  private static float[] teacherValues(NetworkSpec spec, List<Pattern> patterns) {
    float[] values = Graphs.values(spec, patterns);
    for (int n = 0; n < values.length; n++) {
      values[n] *= n % 3 == 0 ? -0.7f : 1.3f;
    }
    return values;
  }

  /** Of the same layers under a full mask. */
  private static Teacher teacher(NetworkSpec spec, double squareHead, Kernels kernels, Crew crew, int most) {
    NetworkSpec own = spec.finished().frozen();
    List<Pattern> patterns = Graphs.patterns(own, 1);
    Network network = new Network(own, patterns, Executions.UNMEASURED, kernels, crew, most);
    network.load(positiveStatistics(own, patterns, teacherValues(own, patterns)));
    return new Teacher(network, squareHead, Teacher.comparable(spec, own));
  }

  /** Mean squares above squared means, as rows would have made them. */
  private static float[] positiveStatistics(NetworkSpec spec, List<Pattern> patterns, float[] values) {
    for (Window window : spec.layout(patterns).windows()) {
      for (int p = window.offset(); window.name().endsWith(".square") && p < window.end(); p++) {
        values[p] = 4;
      }
    }
    return values;
  }

  private static Network student(
      NetworkSpec spec, List<Pattern> patterns, double squareHead, Kernels kernels, Crew crew, int most) {
    return new Network(spec, patterns, Executions.UNMEASURED, kernels, crew,
        teacher(spec, squareHead, kernels, crew, most), most);
  }

  /** The loss as it is defined, in double. */
  private static double loss(
      NetworkSpec spec, List<Pattern> patterns, double[] values, DenseRows rows, double squareHead,
      List<double[][]> taught) {
    List<double[][]> made = new DoubleNetwork(spec, patterns).outputs(values, rows);
    int last = spec.nodes().size() - 1;
    double weights = 0;
    double sum = 0;
    for (int row = 0; row < rows.count(); row++) {
      double[] soft = softmax(taught.get(last)[row], spec.loss().temperature());
      double[] mine = softmax(made.get(last)[row], spec.loss().temperature());
      double[] hard = softmax(made.get(last)[row], 1);
      double of = 0;
      for (int o = 0; o < hard.length; o++) {
        double wanted = (o == (int) rows.target(row, 0) ? 0.9 : 0) + 0.1 / hard.length;
        of -= (1 - spec.loss().distillation()) * wanted * Math.log(hard[o]);
        of += spec.loss().distillation() * spec.loss().temperature() * spec.loss().temperature() * soft[o]
            * Math.log(soft[o] / mine[o]);
      }
      sum += rows.weight(row) * of;
      weights += rows.weight(row);
    }
    double loss = sum / weights;
    for (String name : Teacher.comparable(spec, spec)) {
      loss += squareHead * distance(handedOn(spec, name, made), handedOn(spec, name, taught), rows, weights);
    }
    return loss;
  }

  private static double distance(double[][] made, double[][] taught, DenseRows rows, double weights) {
    double distance = 0;
    double size = 0;
    for (int row = 0; row < rows.count(); row++) {
      for (int f = 0; f < made[row].length; f++) {
        double share = rows.weight(row) / weights / made[row].length;
        distance += share * (made[row][f] - taught[row][f]) * (made[row][f] - taught[row][f]);
        size += share * taught[row][f] * taught[row][f];
      }
    }
    return distance / (size + EPSILON);
  }

  /** What stands where the layer wrote after the forward pass. */
  private static double[][] handedOn(NetworkSpec spec, String name, List<double[][]> outputs) {
    String last = switch (name) {
      case "fc1", "fc", "conv1" -> "relu";
      case "fc2" -> "bent";
      case "conv2" -> "relu";
      default -> name;
    };
    int n = IntStream.range(0, spec.nodes().size())
        .filter(i -> spec.nodes().get(i).name().equals(name)).findFirst().orElseThrow();
    while (!spec.nodes().get(n).name().startsWith(last)) {
      n++;
    }
    return outputs.get(n);
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] p = new double[logits.length];
    double total = 0;
    for (int o = 0; o < p.length; o++) {
      p[o] = Math.exp(logits[o] / temperature);
      total += p[o];
    }
    for (int o = 0; o < p.length; o++) {
      p[o] /= total;
    }
    return p;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 70})
  void gradientsAreThoseOfTheLossInDouble(int count) {
    for (double[] mix : new double[][] {{0.6, 0}, {1, 0}, {0, 0.8}, {0.5, 2}}) {
      NetworkSpec spec = flat(mix[0]);
      check(spec, mix[1], count);
    }
  }

  private static void check(NetworkSpec spec, double squareHead, int count) {
    List<Pattern> patterns = Graphs.patterns(spec, 0.6);
    DenseRows rows = Graphs.rows(spec, count);
    float[] values = Graphs.values(spec, patterns);
    NetworkSpec own = spec.finished().frozen();
    List<Pattern> full = Graphs.patterns(own, 1);
    List<double[][]> outputs = new DoubleNetwork(own, full).outputs(
        doubles(teacherValues(own, full)), rows);
    Network network = student(spec, patterns, squareHead, KernelChoice.kernels(), Crew.ALONE, count);
    network.load(values);
    int[] order = IntStream.range(0, count).toArray();
    double sum = network.gradient(rows, order, 0, count, 5);
    float[] gradient = new float[values.length];
    network.storeGradients(gradient);

    double weights = IntStream.range(0, count).mapToDouble(rows::weight).sum();
    double expectedLoss = loss(spec, patterns, doubles(values), rows, squareHead, outputs);
    assertThat(sum / weights).isCloseTo(expectedLoss, within(1e-5 * (1 + Math.abs(expectedLoss))));
    for (int p = 0; p < values.length; p++) {
      double[] shifted = doubles(values);
      shifted[p] = values[p] + 1e-6;
      double up = loss(spec, patterns, shifted, rows, squareHead, outputs);
      shifted[p] = values[p] - 1e-6;
      double expected = (up - loss(spec, patterns, shifted, rows, squareHead, outputs)) / 2e-6;
      assertThat((double) gradient[p]).as("value %d, share %s, square head %s", p, spec.loss().distillation(),
          squareHead).isCloseTo(expected, within(5e-5 + 5e-4 * Math.abs(expected)));
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(n -> values[n]).toArray();
  }

  @Test
  void aTeachersProbabilitiesAreThoseThatRowsMayBring() {
    NetworkSpec spec = flat(0.6);
    List<Pattern> patterns = Graphs.patterns(spec, 0.6);
    DenseRows rows = Graphs.rows(spec, 70);
    float[] values = Graphs.values(spec, patterns);
    NetworkSpec warm = spec(Shape.flat(9), FLAT, 0, 1).finished();
    Teacher teacher = teacher(warm, 0, KernelChoice.kernels(), Crew.ALONE, 70);
    float[] probabilities = Graphs.predictions(teacher.network(), rows);
    float[] targets = new float[70 * 4];
    for (int row = 0; row < 70; row++) {
      targets[row * 4] = rows.target(row, 0);
      System.arraycopy(probabilities, row * 3, targets, row * 4 + 1, 3);
    }
    NetworkSpec atOne = spec(Shape.flat(9), FLAT, 0.6, 1);

    float[] brought = Graphs.gradient(
        new Network(atOne, patterns, KernelChoice.kernels(), 70), values,
        new DenseRows(9, rows.values(), 4, targets, rows.weights()));
    float[] taught = Graphs.gradient(
        new Network(atOne, patterns, Executions.UNMEASURED, KernelChoice.kernels(), Crew.ALONE, teacher, 70), values,
        rows);

    assertThat(taught).isEqualTo(brought);
  }

  @Test
  void threadsKernelsAndExecutionsChangeNoBit() {
    for (NetworkSpec spec : List.of(flat(0.5), images(0.5))) {
      List<Pattern> patterns = Graphs.patterns(spec, 0.4);
      DenseRows rows = Graphs.rows(spec, 130);
      float[] values = Graphs.values(spec, patterns);
      float[] alone =
          Graphs.gradient(student(spec, patterns, 0.7, KernelChoice.kernels(), Crew.ALONE, 130), values, rows);

      assertThat(Graphs.gradient(student(spec, patterns, 0.7, new ScalarKernels(), Crew.ALONE, 130), values, rows))
          .isEqualTo(alone);
      Crew crew = new Crew(3, 1);
      crew.begin();
      assertThat(Graphs.gradient(student(spec, patterns, 0.7, KernelChoice.kernels(), crew, 130), values, rows))
          .isEqualTo(alone);
      crew.end();
      assertThat(alone).isNotEqualTo(Graphs.gradient(
          student(spec, patterns, 0, KernelChoice.kernels(), Crew.ALONE, 130), values, rows));
    }
  }

  @Test
  void stepsWithATeacherAllocateNothing() {
    NetworkSpec spec = images(0.5);
    List<Pattern> patterns = Graphs.patterns(spec, 0.4);
    DenseRows rows = Graphs.rows(spec, 96);
    Network network = student(spec, patterns, 0.7, new ScalarKernels(), Crew.ALONE, 96);
    network.load(Graphs.values(spec, patterns));
    int[] order = IntStream.range(0, 96).toArray();

    assertThat(Allocation.least(n -> network.gradient(rows, order, 0, 96, n))).isZero();
  }

  @Test
  void hiddenLayersOfTheSameNameAndShapeCanBeCompared() {
    NetworkSpec wide = Graphs.spec(
        9, "fc1 = linear out=7", "relu", "fc2 = linear out=60", "relu", "out = linear out=3");

    assertThat(Teacher.comparable(flat(0), wide)).containsExactly("fc1");
    assertThatThrownBy(() -> Teacher.check(flat(0), wide, List.of("fc1", "fc2"))).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("loss.squareHeadLayers names fc2, which hands on ")
        .hasMessageEndingWith("; leave it out");
    assertThatThrownBy(() -> Teacher.check(flat(0), wide, List.of("fc3"))).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("fc3, which is no hidden linear or conv2d layer of the teacher; it has [fc1, fc2]");
    assertThatThrownBy(() -> Teacher.check(flat(0), wide, List.of("out"))).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("of the student");
  }
}
