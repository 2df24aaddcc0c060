package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * RigL with the same fan-in for every neuron of a layer, and without the neurons that too few salient weights reach:
 * their weights go to the others. Neurons come back when they are salient again. Source: Lasby et al. 2024, SRigL,
 * section 3 (methods.md B14, golden F4b), a row with too many survivors being cut by magnitude where the authors' code
 * cuts by index.
 */
final class SrigL implements MaskMethod {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    int[] budgets = finalCounts(plan);
    int[] counts = new int[budgets.length];
    for (int l = 0; l < counts.length; l++) {
      int rows = plan.shapes().get(l).out();
      counts[l] = rows * fanIn(budgets[l], rows, plan.shapes().get(l).in());
    }
    return counts;
  }

  /** What the floors of fan-ins leave of the budget, whatever is ablated. */
  @Override
  public NnzRange finalNnz(MaskPlan plan) {
    long least = 0;
    long most = 0;
    int[] budgets = finalCounts(plan);
    for (int l = 0; l < budgets.length; l++) {
      int rows = plan.shapes().get(l).out();
      int in = plan.shapes().get(l).in();
      least += Math.max(1, budgets[l] - Math.max(rows, in) + 1L);
      most += Math.max(budgets[l], rows);
    }
    return new NnzRange(least, most);
  }

  @Override
  public long mostNnz(MaskPlan plan) {
    return finalNnz(plan).most();
  }

  @Override
  public Mask first(MaskPlan plan, io.gossamer.ops.random.Seed seed) {
    int[] counts = firstCounts(plan);
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      patterns.add(StructureSettings.constantFanIn().random(plan.shapes().get(l), counts[l], seed.child("mask", l)));
    }
    return new Mask(0, plan.layers(), patterns);
  }

  private static int fanIn(int budget, int rows, int in) {
    return Math.min(in, Math.max(1, budget / rows));
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (!plan.settings().update().isDue(plan, now.step())) {
      return MaskOutcome.stay(now.memory());
    }
    double share = plan.settings().update().share(plan, now.step());
    int[] budgets = finalCounts(plan);
    List<Neurons> layers = new ArrayList<>();
    for (int l = 0; l < budgets.length; l++) {
      layers.add(new Neurons(now, l, budgets[l], share));
    }
    List<Pattern> none = now.mask().patterns().stream().map(Places::none).toList();
    int[] sought = layers.stream().mapToInt(layer -> layer.moved).toArray();
    int[][] steep = evidence.largest(Search.byLayer(Measure.GRADIENT, none, sought));
    List<Pattern> kept = new ArrayList<>();
    int[][] grows = new int[budgets.length][];
    for (int l = 0; l < budgets.length; l++) {
      boolean ablates = plan.settings().fanIn().ablation() && l < budgets.length - 1;
      Neurons layer = layers.get(l);
      layer.choose(steep[l], ablates ? plan.settings().fanIn().salient() : 0);
      kept.add(layer.kept());
      grows[l] = layer.grows();
    }
    int[][] grown = evidence.largest(Search.byRow(Measure.GRADIENT, kept, grows));
    Mask survivors = new Mask(0, now.mask().layers(), kept);
    Mask next = Places.with(now.mask().version() + 1, survivors, grown);
    return MaskOutcome.move(now.mask(), next, now.memory());
  }

  /** One layer at a change. */
  private static final class Neurons {
    private final Pattern pattern;
    private final int[] places;
    private final double[] sizes;
    private final int budget;
    private final int moved;
    private boolean[] kept;
    private boolean[] ablated;
    private int fanIn;

    Neurons(MaskMoment now, int l, int budget, double share) {
      this.pattern = now.mask().patterns().get(l);
      this.places = Patterns.flat(pattern);
      this.budget = budget;
      this.sizes = new double[places.length];
      int zeros = 0;
      for (int p = 0; p < sizes.length; p++) {
        sizes[p] = Math.abs(now.values()[now.mask().weightsAt(l) + p]);
        zeros += sizes[p] == 0 ? 1 : 0;
      }
      this.moved = pattern.isFull() ? 0 : Math.max(zeros, (int) (share * places.length));
    }

    /** @param salient what a neuron needs, as in the settings; 0 keeps all neurons */
    void choose(int[] steep, double salient) {
      kept = new boolean[pattern.out() * pattern.in()];
      int[] largest = TopK.largest(sizes, 0, sizes.length, places.length - moved);
      for (int p : largest) {
        kept[places[p]] = true;
      }
      ablated = ablated(steep, salient);
      int active = 0;
      for (boolean gone : ablated) {
        active += gone ? 0 : 1;
      }
      fanIn = pattern.isFull() ? pattern.in() : SrigL.fanIn(budget, active, pattern.in());
      for (int o = 0; o < pattern.out(); o++) {
        trim(o);
      }
    }

    private boolean[] ablated(int[] steep, double salient) {
      boolean[] counted = kept.clone();
      for (int place : steep) {
        counted[place] = true;
      }
      int[] counts = new int[pattern.out()];
      for (int place = 0; place < counted.length; place++) {
        counts[place / pattern.in()] += counted[place] ? 1 : 0;
      }
      boolean[] ablated = new boolean[pattern.out()];
      if (salient > 0 && !pattern.isFull()) {
        int least = least(counts, salient);
        for (int o = 0; o < ablated.length; o++) {
          ablated[o] = counts[o] < least;
        }
      }
      return ablated;
    }

    /** So many neurons stay that they can hold the budget. */
    private int least(int[] counts, double salient) {
      double wanted = salient >= 1 ? salient : salient * SrigL.fanIn(budget, pattern.out(), pattern.in());
      int[] sorted = counts.clone();
      Arrays.sort(sorted);
      int neurons = Math.min(pattern.out() - 1, budget / pattern.in());
      return Math.min(Math.max(1, (int) wanted), sorted[pattern.out() - 1 - neurons]);
    }

    /** Ablated rows keep nothing; rows with more survivors than the fan-in lose their smallest. */
    private void trim(int o) {
      int at = pattern.rowStarts()[o];
      int length = pattern.fanIn(o);
      double[] row = new double[length];
      int survivors = 0;
      for (int p = 0; p < length; p++) {
        boolean stays = kept[places[at + p]] && !ablated[o];
        kept[places[at + p]] = stays;
        row[p] = stays ? sizes[at + p] : -1;
        survivors += stays ? 1 : 0;
      }
      if (survivors > fanIn) {
        for (int p : TopK.smallest(row, 0, length, length - fanIn)) {
          kept[places[at + p]] = false;
        }
      }
    }

    Pattern kept() {
      return Places.pattern(pattern, kept);
    }

    int[] grows() {
      Pattern survivors = kept();
      int[] grows = new int[pattern.out()];
      for (int o = 0; o < grows.length; o++) {
        grows[o] = ablated[o] ? 0 : fanIn - survivors.fanIn(o);
      }
      return grows;
    }
  }

  @Override
  public void check(MaskPlan plan) {
    StructureSettings.Kind kind = plan.settings().structure().kind();
    Refusal.unless(kind == StructureSettings.Kind.UNSTRUCTURED || kind == StructureSettings.Kind.FAN_IN,
        "sparsity.structure.kind", kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        "unstructured or fan-in: srigl makes its own");
  }
}
