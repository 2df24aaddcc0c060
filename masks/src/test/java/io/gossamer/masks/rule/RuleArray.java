package io.gossamer.masks.rule;

import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/** A rule at work on values in the documented order. */
final class RuleArray {
  final NetworkSpec network;
  final List<Pattern> patterns;
  final ParameterLayout layout;
  final BoundRule bound;
  float[] values;

  private RuleArray(LocalRule rule, NetworkSpec plain, List<Pattern> patterns) {
    this.network = plain.with(rule.learned(plain.maskedNames()));
    this.patterns = patterns;
    this.layout = network.layout(patterns);
    this.bound = rule.bind(RuleWeights.documented(network, patterns));
    this.values = new float[layout.length()];
    network.learned().forEach(vector -> values[layout.window(vector.name()).offset()] = vector.start());
  }

  /** One layer of {@code weights.length / in} outputs. */
  static RuleArray oneLayer(LocalRule rule, int in, float... weights) {
    int out = weights.length / in;
    RuleArray array = new RuleArray(
        rule, NetworkSpec.mlp(in, List.of(), out, LossKind.SQUARED), List.of(Patterns.full(out, in)));
    System.arraycopy(weights, 0, array.values, 0, weights.length);
    return array;
  }

  /** Layers of random weights: some zero, some outside their mask. */
  static RuleArray random(LocalRule rule, int in, List<Integer> hidden, int out, double density, Seed seed) {
    NetworkSpec network = NetworkSpec.mlp(in, hidden, out, LossKind.SQUARED);
    List<Pattern> patterns = new ArrayList<>();
    for (NetworkSpec.Masked masked : network.masked()) {
      int places = (int) masked.parameter().places();
      patterns.add(Patterns.random(masked.parameter().out(), masked.parameter().in(), (int) (density * places),
          seed.child("pattern", patterns.size())));
    }
    RuleArray array = new RuleArray(rule, network, patterns);
    Seed.Stream draws = seed.child("weights").stream();
    for (int p = 0; p < array.weights(); p++) {
      array.values[p] = p % 11 == 5 ? 0f : (float) draws.nextGaussian();
    }
    return array;
  }

  /** Masked weights. */
  int weights() {
    return patterns.stream().mapToInt(Pattern::nnz).sum();
  }

  float[] effective(long step) {
    float[] effective = values.clone();
    bound.begin(effective, step);
    bound.effective(effective, step);
    return effective;
  }

  /** Gradients of the stored values, given those of the effective weights. */
  float[] gradient(long step, float... outer) {
    float[] gradients = new float[values.length];
    System.arraycopy(outer, 0, gradients, 0, outer.length);
    effective(step);
    bound.gradient(values, gradients, step);
    return gradients;
  }
}
