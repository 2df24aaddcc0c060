package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.schedule.UpdateFraction;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden vectors of methods.md section F that concern single methods. */
class MethodGoldenTest {
  private static MaskPlan plan(
      MaskMethods method, List<LayerShape> shapes, double fraction, UpdateSettings.Regrown regrown,
      Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>(more);
    settings.put("method", method);
    settings.putIfAbsent("sparsity", 0.5);
    settings.put("update", Defaults.of(UpdateSettings.class, Map.of(
        "fraction", fraction, "shape", UpdateFraction.Shape.CONSTANT, "end", 1.0, "regrown", regrown)));
    return MaskPlan.of(shapes, Defaults.of(SparsitySettings.class, settings), 100);
  }

  private static MaskOutcome step(MaskPlan plan, Mask mask, float[] values, double[][] gradient) {
    MaskMoment now = new MaskMoment(mask, values, MaskMemory.EMPTY, new MaskStep(1, 10), new Seed(1));
    return plan.settings().method().method().next(
        plan, now, new DenseEvidence(mask, Map.of(Measure.GRADIENT, gradient), new double[0][]));
  }

  /** F4: w = .5 -.1 .3 -.05 at 0 2 3 5, half of them move. */
  @ParameterizedTest
  @CsvSource({
      "CONTINUE, 0 2 3 4, .5 -.1 .3 0",
      "RESTART,  0 2 3 4, .5 0 .3 0",
      "NEVER,    0 1 3 4, .5 0 .3 0"})
  void rigl(UpdateSettings.Regrown regrown, String places, String values) {
    MaskPlan plan = plan(MaskMethods.RIGL, List.of(new LayerShape("fc1", 1, 8)), 0.5, regrown, Map.of());
    Mask mask = new Mask(0, List.of("fc1"), List.of(Patterns.ofFlat(1, 8, new int[] {0, 2, 3, 5})));
    float[] weights = {.5f, -.1f, .3f, -.05f};

    MaskOutcome outcome = step(plan, mask, weights, new double[][] {{.01, .4, .9, .02, -.7, .03, .1, -.2}});

    Mask next = outcome.mask().orElseThrow();
    float[] moved = MaskChange.between(mask, outcome.survivors().orElse(mask), next).move(weights);
    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(ints(places));
    assertThat(moved).containsExactly(floats(values));
  }

  private static int[] ints(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ");
    float[] floats = new float[words.length];
    for (int n = 0; n < floats.length; n++) {
      floats[n] = Float.parseFloat(words[n]);
    }
    return floats;
  }

  /** F4b: the second neuron is ablated, the others get its fan-in. */
  @Test
  void srigl() {
    MaskPlan plan = plan(MaskMethods.SRIGL, List.of(new LayerShape("fc1", 3, 6), new LayerShape("fc2", 2, 3)), 1.0 / 3,
        UpdateSettings.Regrown.CONTINUE, Map.of("allocation", AllocationKind.EXPLICIT,
            "layers", Map.of("fc1", 0.5, "fc2", 0.0),
            "fanIn", Defaults.of(FanInSettings.class, Map.of("salient", 0.5))));
    Mask mask = new Mask(0, List.of("fc1", "fc2"), List.of(
        Patterns.ofFlat(3, 6, new int[] {0, 2, 4, 7, 9, 11, 12, 13, 17}), Patterns.full(2, 3)));
    float[] values = {.9f, .8f, .7f, .05f, .02f, .01f, .6f, .5f, .4f, 1, 1, 1, 1, 1, 1};

    MaskOutcome outcome = step(plan, mask, values, new double[][] {
        {.1, .2, .1, .3, .1, .05, .01, .02, .01, .02, .03, .01, .1, .1, .6, .5, .2, .1}, new double[6]});

    Mask next = outcome.mask().orElseThrow();
    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(0, 2, 3, 4, 12, 13, 14, 17);
    assertThat(next.patterns().get(1).isFull()).isTrue();
  }

  private static MaskMoment full(int out, int in, float... values) {
    Mask mask = new Mask(0, List.of("fc1"), List.of(Patterns.full(out, in)));
    return new MaskMoment(mask, values, MaskMemory.EMPTY, new MaskStep(0, 0), new Seed(1));
  }

  /** F15. */
  @Test
  void snip() {
    MaskMoment now = full(2, 2, 1, -1, .5f, 2);
    double miss = 1 / (1 + Math.exp(-5.5));
    DenseEvidence evidence = new DenseEvidence(
        now.mask(), Map.of(Measure.GRADIENT, new double[][] {{-miss, -2 * miss, miss, 2 * miss}}), new double[0][]);

    double[] scores = new Snip().scores(null, now, evidence);

    assertThat(scores).containsExactly(new double[] {.995930, 1.991860, .497965, 3.983719}, within(1e-6));
  }

  /** F16: the largest -w * Hg goes, which is the first. */
  @Test
  void grasp() {
    MaskPlan plan = plan(
        MaskMethods.GRASP, List.of(new LayerShape("fc1", 1, 2)), 0.5, UpdateSettings.Regrown.CONTINUE, Map.of());
    MaskMoment now = full(1, 2, 1, -1);
    DenseEvidence evidence = new DenseEvidence(
        now.mask(), Map.of(Measure.HESSIAN_GRADIENT, new double[][] {{-3, -9}}), new double[0][]);

    assertThat(new Grasp().scores(plan, now, evidence)).containsExactly(-3, 9);
    assertThat(Patterns.flat(new Grasp().next(plan, now, evidence).mask().orElseThrow().patterns().get(0)))
        .containsExactly(1);
  }

  /** F18; counts add up exactly here, where the authors round up and mend later. */
  @Test
  void sparseMomentum() {
    assertThat(SparseMomentum.drops(0.2, 0.8, 2, Patterns.random(10, 10, 90, new Seed(1)))).isEqualTo(9);
    assertThat(SparseMomentum.drops(0.2, 0.2, 2, Patterns.random(10, 16, 60, new Seed(1)))).isEqualTo(12);
    assertThat(SparseMomentum.shared(new double[] {.8, .2}, 21, new int[] {19, 112})).containsExactly(17, 4);
    assertThat(SparseMomentum.shared(new double[] {.571429, .285714, .142857}, 80, new int[] {900, 900, 900}))
        .containsExactly(46, 23, 11);
    assertThat(SparseMomentum.shared(new double[] {.9, .1}, 21, new int[] {10, 100})).containsExactly(9, 12);
  }

  /** F21. */
  @ParameterizedTest
  @CsvSource({".1, 5, .104993", ".05, 0, .079957", ".2, 10, .202723"})
  void dstEe(double gradient, int active, double expected) {
    ExplorationSettings settings = new ExplorationSettings(0.01, 1);

    assertThat(gradient + DstEe.bonus(settings, Math.log(20), active)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void setDropsTheSameShareOfBothSigns() {
    MaskPlan plan = plan(
        MaskMethods.SET, List.of(new LayerShape("fc1", 2, 10)), 0.5, UpdateSettings.Regrown.NEVER, Map.of());
    Mask mask = new Mask(0, List.of("fc1"), List.of(Patterns.ofFlat(2, 10, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})));
    float[] values = {.9f, .1f, .5f, .2f, .3f, .7f, -.9f, -.01f, -.8f, -.02f};

    Mask next = step(plan, mask, values, new double[][] {new double[20]}).mask().orElseThrow();

    assertThat(next.nnz()).isEqualTo(10);
    assertThat(Arrays.stream(Patterns.flat(next.patterns().get(0))).filter(place -> place < 10))
        .containsExactly(0, 2, 5, 6, 8);
  }
}
