package io.gossamer.ops.net;

import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.Learned;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import java.util.Arrays;
import java.util.List;

/**
 * First values. Each kept weight is normal with standard deviation {@code sqrt(2 / fan-in)}. Source: He et al. 2015.
 * Dense parameters start as {@link Parameter.Start} says.
 */
public final class Initialization {
  /** Which inputs of a row size its first weights. */
  public enum FanIn {
    /** Those the mask keeps, so that activations keep their size at any sparsity (Evci et al. 2022, methods.md B14). */
    KEPT,
    /** All, as if the layer were dense: smaller weights, which grown ones soon outdo (methods.md B9). */
    ALL
  }

  private Initialization() {}

  /** Values sized by the kept inputs, in the documented order. */
  public static float[] values(NetworkSpec network, List<Pattern> patterns, Seed seed) {
    return values(network, patterns, FanIn.KEPT, seed);
  }

  /**
   * Values in the documented order. The draw of a place does not depend on which other places are kept.
   *
   * @param patterns one a masked weight
   */
  public static float[] values(NetworkSpec network, List<Pattern> patterns, FanIn fanIn, Seed seed) {
    ParameterLayout layout = network.layout(patterns);
    float[] values = new float[layout.length()];
    for (int l = 0; l < patterns.size(); l++) {
      masked(patterns.get(l), fanIn, seed, l, values, layout.windows().get(l).offset());
    }
    for (int n = 0; n < network.nodes().size(); n++) {
      for (Parameter parameter : network.parameters(n)) {
        if (parameter.role() != Role.MASKED) {
          String name = network.name(n, parameter);
          dense(parameter, seed.child("dense " + name), values, layout.window(name).offset());
        }
      }
    }
    for (Learned vector : network.learned()) {
      Window window = layout.window(vector.name());
      Arrays.fill(values, window.offset(), window.end(), vector.start());
    }
    return values;
  }

  private static void masked(Pattern pattern, FanIn fanIn, Seed seed, int layer, float[] values, int at) {
    for (int o = 0; o < pattern.out(); o++) {
      int inputs = fanIn == FanIn.ALL ? pattern.in() : pattern.fanIn(o);
      double deviation = StrictMath.sqrt(2.0 / Math.max(1, inputs));
      Seed row = seed.child("weights", layer, o);
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        double draw = row.child("place", pattern.columns()[k]).stream().nextGaussian();
        values[at + k] = (float) (deviation * draw);
      }
    }
  }

  private static void dense(Parameter parameter, Seed seed, float[] values, int at) {
    int length = Math.toIntExact(parameter.places());
    switch (parameter.start()) {
      case ZEROS -> Arrays.fill(values, at, at + length, 0f);
      case ONES -> Arrays.fill(values, at, at + length, 1f);
      case FAN_IN -> normal(StrictMath.sqrt(2.0 / parameter.in()), length, seed, values, at);
      case EMBEDDING -> normal(StrictMath.sqrt(1.0 / parameter.in()), length, seed, values, at);
    }
  }

  private static void normal(double deviation, int length, Seed seed, float[] values, int at) {
    Seed.Stream draws = seed.stream();
    for (int p = 0; p < length; p++) {
      values[at + p] = (float) (deviation * draws.nextGaussian());
    }
  }
}
