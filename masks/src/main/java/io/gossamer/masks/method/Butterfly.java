package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.structure.FlatButterfly;
import io.gossamer.ops.net.LowRankPaths;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fixed pattern, the same for every seed: each layer is a flat block butterfly, with a dense path of low rank added
 * beside linear ones. What both keep is what the sparsity asks of the layers that were asked for. Source: Chen et al.
 * 2022, Pixelated Butterfly (methods.md B21).
 */
final class Butterfly implements MaskMethod {
  @Override
  public NetworkSpec network(NetworkSpec asked, SparsitySettings settings) {
    MaskPlan plan = MaskPlan.of(asked, settings, 0);
    int[] counts = plan.counts(plan.sparsity());
    Map<String, Integer> ranks = new HashMap<>();
    for (int l = 0; l < counts.length; l++) {
      LayerShape shape = plan.shapes().get(l);
      boolean whole = counts[l] == shape.places() || settings.layers().containsKey(shape.name());
      double share = whole ? 0 : settings.butterfly().lowRank();
      ranks.put(shape.name(), (int) (share * counts[l] / (shape.out() + shape.in())));
    }
    return LowRankPaths.beside(asked, ranks);
  }

  @Override
  public Mask first(MaskPlan plan, Seed seed) {
    List<Pattern> patterns = new ArrayList<>();
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      LayerShape shape = plan.shapes().get(l);
      patterns.add(FlatButterfly.pattern(shape.out(), shape.in(), counts[l], plan.settings().butterfly().grid()));
    }
    return new Mask(0, plan.layers(), patterns);
  }

  @Override
  public int[] finalCounts(MaskPlan plan) {
    MaskPlan within = plan.withDensePaths(0);
    return within.counts(within.sparsity());
  }

  @Override
  public void check(MaskPlan plan) {
    StoredThenCut.requireUnstructured(plan, "butterfly", "sparsity.butterfly.grid");
  }
}
