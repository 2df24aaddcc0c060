package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.ops.net.IsoFlop;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;

/**
 * The network grows by as much as it is sparse, so that a row costs about what it would cost in the dense network; its
 * masks are another method's. Source: Thangarasa et al. 2024, Sparse-IFT (methods.md B22): see {@link IsoFlop}.
 */
final class IsoFlopWidening implements MaskMethod {
  @Override
  public NetworkSpec network(NetworkSpec asked, SparsitySettings settings) {
    return settings.isoFlop().transform().of(asked, 1 - settings.sparsity());
  }

  /** The plan of the larger network, in which a dense path comes on top of what the sparsity asks. */
  private static MaskPlan larger(MaskPlan plan) {
    return plan.withDensePaths(1);
  }

  private static MaskMethod masks(MaskPlan plan) {
    return plan.settings().isoFlop().masks().method();
  }

  @Override
  public Mask first(MaskPlan plan, Seed seed) {
    return masks(plan).first(larger(plan), seed);
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    return masks(plan).next(larger(plan), now, evidence);
  }

  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return masks(plan).measuresAllPlaces(larger(plan));
  }

  @Override
  public FanIn firstFanIn(MaskPlan plan) {
    return masks(plan).firstFanIn(larger(plan));
  }

  @Override
  public LocalRule rule(MaskPlan plan) {
    return masks(plan).rule(larger(plan));
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return masks(plan).firstCounts(larger(plan));
  }

  @Override
  public int[] finalCounts(MaskPlan plan) {
    return masks(plan).finalCounts(larger(plan));
  }

  @Override
  public NnzRange finalNnz(MaskPlan plan) {
    return masks(plan).finalNnz(larger(plan));
  }

  @Override
  public long mostNnz(MaskPlan plan) {
    return masks(plan).mostNnz(larger(plan));
  }

  @Override
  public void check(MaskPlan plan) {
    masks(plan).check(larger(plan));
  }
}
