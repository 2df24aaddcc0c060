package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every registered mask method promises, whatever it is. */
class MaskMethodContract {
  private static final List<LayerShape> SHAPES = List.of(
      new LayerShape("fc1", 40, 50), new LayerShape("fc2", 20, 40), new LayerShape("fc3", 3, 20));
  private static final int STEPS = 200;
  private static final int STEPS_PER_ROUND = 10;
  private static final int DENSE_VALUES = 63;

  private static MaskPlan plan(MaskMethods method, double sparsity, AllocationKind kind, Map<String, Double> apart) {
    SparsitySettings settings = Defaults.of(SparsitySettings.class,
        Map.of("method", method, "sparsity", sparsity, "allocation", kind, "layers", apart));
    return MaskPlan.of(SHAPES, settings, STEPS);
  }

  private static double[] noise(int length, String name, long... coordinates) {
    Seed.Stream stream = new Seed(2).child(name, coordinates).stream();
    double[] values = new double[length];
    for (int p = 0; p < length; p++) {
      values[p] = stream.nextGaussian();
    }
    return values;
  }

  /** Values at the kept places, the same at a place whatever else is kept. */
  private static float[] values(Mask mask, int round) {
    double[] drawn = noise(mask.nnz() + DENSE_VALUES, "values", round);
    float[] values = new float[drawn.length];
    for (int p = 0; p < values.length; p++) {
      values[p] = (float) drawn[p];
    }
    return values;
  }

  private static DenseEvidence evidence(Mask mask, int round) {
    Map<Measure, double[][]> sums = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      double[][] layers = new double[SHAPES.size()][];
      for (int l = 0; l < layers.length; l++) {
        layers[l] = noise((int) SHAPES.get(l).places(), measure.name(), round, l);
        for (int p = 0; measure == Measure.SQUARED_GRADIENT && p < layers[l].length; p++) {
          layers[l][p] *= layers[l][p];
        }
      }
      sums.put(measure, layers);
    }
    double[][] squares = SHAPES.stream().map(s -> noise(s.in(), "inputs", round)).toArray(double[][]::new);
    Arrays.stream(squares).forEach(layer -> Arrays.setAll(layer, i -> layer[i] * layer[i]));
    return new DenseEvidence(mask, sums, squares);
  }

  /** Sees whether anything was asked that takes a network with all places. */
  private static final class Watched implements Evidence {
    private final DenseEvidence dense;
    private boolean asked;

    Watched(DenseEvidence dense) {
      this.dense = dense;
    }

    @Override
    public double[] atKept(Measure measure) {
      asked = true;
      return dense.atKept(measure);
    }

    @Override
    public int[][] largest(Search search) {
      asked = true;
      return dense.largest(search);
    }

    @Override
    public double[][] inputSquares() {
      asked = true;
      return dense.inputSquares();
    }

    @Override
    public double[] flow(float[] values) {
      return dense.flow(values);
    }

    @Override
    public double trialLoss(Mask candidate, int steps) {
      return dense.trialLoss(candidate, steps);
    }
  }

  /** Where a run stands: all that a checkpoint would hold of its mask. */
  private record Standing(int round, Mask mask, MaskMemory memory) {}

  private static Standing start(MaskMethods entry, MaskPlan plan) {
    Mask first = entry.method().first(plan, new Seed(1));
    assertThat(first.version()).isZero();
    assertThat(first.nnz()).isEqualTo(Arrays.stream(entry.method().firstCounts(plan)).sum());
    return step(entry, plan, new Standing(0, first, MaskMemory.EMPTY));
  }

  private static Standing step(MaskMethods entry, MaskPlan plan, Standing before) {
    MaskStep step = new MaskStep(before.round(), (long) before.round() * STEPS_PER_ROUND);
    float[] values = values(before.mask(), before.round());
    float[] given = values.clone();
    MaskMoment now = new MaskMoment(
        before.mask(), values, before.memory(), step, new Seed(1).child("step", step.round()));
    Watched evidence = new Watched(evidence(before.mask(), before.round()));
    MaskOutcome outcome = entry.method().next(plan, now, evidence);
    assertThat(values).isEqualTo(given);
    if (evidence.asked) {
      assertThat(entry.method().measuresAllPlaces(plan)).as("%s measures all places", entry).isTrue();
    }
    Mask mask = outcome.mask().orElse(before.mask());
    if (outcome.mask().isPresent()) {
      assertThat(mask.version()).isEqualTo(before.mask().version() + 1);
      assertThat(mask.nnz()).isLessThanOrEqualTo((int) entry.method().mostNnz(plan));
      checkMove(before.mask(), outcome, given);
    }
    return new Standing(before.round() + 1, mask, outcome.memory());
  }

  /** Something moved, and no value comes from nowhere. */
  private static void checkMove(Mask before, MaskOutcome outcome, float[] values) {
    Mask after = outcome.mask().orElseThrow();
    MaskChange change = MaskChange.between(before, outcome.survivors().orElse(before), after);
    assertThat(change.dropped() + change.grown()).isPositive();
    assertThat(change.dropped() - change.grown()).isEqualTo(before.nnz() - after.nnz());
    assertThat(change.move(values)).hasSize(after.nnz() + DENSE_VALUES);
  }

  private static Standing run(MaskMethods entry, MaskPlan plan, Standing from, int rounds) {
    Standing standing = from;
    while (standing.round() <= rounds) {
      standing = step(entry, plan, standing);
    }
    return standing;
  }

  private static Mask run(MaskMethods entry, MaskPlan plan) {
    return run(entry, plan, start(entry, plan), STEPS / STEPS_PER_ROUND).mask();
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void endsAtThePlansCountToTheUnit(MaskMethods entry) {
    for (double sparsity : new double[] {0, 0.5, 0.9, 0.99}) {
      for (AllocationKind kind : AllocationKind.values()) {
        MaskPlan plan = plan(entry, sparsity, kind, Map.of());
        int[] planned = entry.method().finalCounts(plan);

        Mask mask = run(entry, plan);

        assertThat(entry.method().finalNnz(plan).contains(mask.nnz()))
            .as("%d of %s at sparsity %s, %s", mask.nnz(), entry.method().finalNnz(plan), sparsity, kind).isTrue();
        assertThat(Arrays.stream(planned).sum()).isLessThanOrEqualTo(
            Math.max(SHAPES.stream().mapToInt(LayerShape::out).sum(),
                Arrays.stream(plan.allocation().counts(sparsity)).sum()));
        for (int l = 0; l < planned.length; l++) {
          assertThat(mask.patterns().get(l).nnz()).isBetween(0, (int) SHAPES.get(l).places());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void keepsLayersThatAreSetApart(MaskMethods entry) {
    MaskPlan plan = plan(entry, 0.9, AllocationKind.UNIFORM, Map.of("fc3", 0.0, "fc2", 0.95));

    Mask mask = run(entry, plan);

    assertThat(mask.patterns().get(2).isFull()).isTrue();
    assertThat(mask.patterns().get(1).nnz()).isLessThanOrEqualTo(40);
    assertThat(entry.method().finalNnz(plan).contains(mask.nnz())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void sameSeedSameMaskAlsoWhenResumedInTheMiddle(MaskMethods entry) {
    MaskPlan plan = plan(entry, 0.8, AllocationKind.ERK, Map.of());
    int rounds = STEPS / STEPS_PER_ROUND;
    Standing whole = run(entry, plan, start(entry, plan), rounds);

    Standing half = run(entry, plan, start(entry, plan), rounds / 2);
    MaskMemory copy = MaskMemory.EMPTY;
    for (String name : half.memory().names()) {
      copy = copy.with(name, half.memory().array(name));
    }
    Standing resumed = run(entry, plan, new Standing(half.round(), half.mask(), copy), rounds);

    assertThat(resumed.mask()).isEqualTo(whole.mask());
    assertThat(resumed.memory()).isEqualTo(whole.memory());
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void otherSeedsNeverChangeHowManyAreKept(MaskMethods entry) {
    MaskPlan plan = plan(entry, 0.7, AllocationKind.ERK, Map.of());

    assertThat(entry.method().first(plan, new Seed(1)).patterns().stream().map(Pattern::nnz))
        .isEqualTo(entry.method().first(plan, new Seed(9)).patterns().stream().map(Pattern::nnz).toList());
    assertThat(entry.method().mostNnz(plan)).isGreaterThanOrEqualTo(entry.method().finalNnz(plan).least());
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void refusesWhatItCannotDoWithOneSentence(MaskMethods entry) {
    for (String kind : List.of("FAN_IN", "BLOCK", "NEURON", "N_OF_M")) {
      var structure = Defaults.of(io.gossamer.masks.structure.StructureSettings.class, Map.of(
          "kind", io.gossamer.masks.structure.StructureSettings.Kind.valueOf(kind), "rows", 1, "columns", 10));
      MaskPlan plan = MaskPlan.of(SHAPES, Defaults.of(SparsitySettings.class,
          Map.of("method", entry, "sparsity", 0.5, "structure", structure)), STEPS);
      try {
        entry.method().check(plan);
      } catch (InvalidInput refused) {
        assertThat(refused).hasMessageContaining("sparsity.");
        continue;
      }
      Mask mask = run(entry, plan);
      assertThat(entry.method().finalNnz(plan).contains(mask.nnz())).as("%s %s", entry, kind).isTrue();
    }
  }
}
