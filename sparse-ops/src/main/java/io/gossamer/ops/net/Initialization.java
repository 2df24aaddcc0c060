package io.gossamer.ops.net;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.ParameterLayout;
import java.util.List;

/**
 * First values: each kept weight normal with standard deviation {@code sqrt(2 / fan-in)}, fan-in being the kept inputs
 * of its own row, so that activations keep their size at any sparsity; biases zero. Source: He et al. 2015 with the
 * sparse fan-in of Evci et al. 2022 (methods.md B14).
 */
public final class Initialization {
  private Initialization() {}

  /**
   * Values in the documented order. The draw of a place does not depend on which other places are kept.
   */
  public static float[] values(ParameterLayout layout, List<Pattern> patterns, Seed seed) {
    float[] values = new float[layout.length()];
    for (int l = 0; l < patterns.size(); l++) {
      Pattern pattern = patterns.get(l);
      int at = layout.weight(l).offset();
      for (int o = 0; o < pattern.out(); o++) {
        double deviation = StrictMath.sqrt(2.0 / Math.max(1, pattern.fanIn(o)));
        Seed row = seed.child("weights", l, o);
        for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
          double draw = row.child("place", pattern.columns()[k]).stream().nextGaussian();
          values[at + k] = (float) (deviation * draw);
        }
      }
    }
    return values;
  }
}
