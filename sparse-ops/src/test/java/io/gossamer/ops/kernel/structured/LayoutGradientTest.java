package io.gossamer.ops.kernel.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scalar layouts against the slope, in double, of {@code L = sum of dy * y}, which is linear in each argument. */
class LayoutGradientTest {
  private static final Seed SEED = new Seed(17).child("slopes");
  private static final Kernels SCALAR = new ScalarKernels();

  static List<Pattern> patterns() {
    return List.of(
        Drawn.fanIn(9, 12, 5, true, SEED), Drawn.runs(7, 16, 1, 4, SEED), Drawn.blocks(7, 11, 2, 1, 0.5, SEED),
        Drawn.blocks(11, 10, 4, 1, 0.5, SEED), Drawn.blocks(19, 21, 8, 8, 0.5, SEED));
  }

  @ParameterizedTest
  @MethodSource("patterns")
  void gradientsAreTheSlopesOfTheForwardPass(Pattern pattern) {
    LayoutRun run = new LayoutRun(pattern, SEED);
    float[] before = run.gradient.clone();
    run.structured(StructuredLayer.of(pattern, SCALAR).orElseThrow(), SCALAR, false, true, Tile.LANES);
    double step = 0.5;

    for (int p = 0; p < pattern.nnz(); p++) {
      double slope = (loss(run, p, step, -1, 0) - loss(run, p, -step, -1, 0)) / (2 * step);
      double found = (double) run.gradient[LayoutRun.MARGIN + p] - before[LayoutRun.MARGIN + p];
      assertThat(found).isCloseTo(slope, within(1e-4));
    }
    for (int n = LayoutRun.MARGIN; n < run.x.length - LayoutRun.MARGIN; n += 29) {
      double slope = (loss(run, -1, 0, n, step) - loss(run, -1, 0, n, -step)) / (2 * step);
      assertThat((double) run.dx[n]).isCloseTo(slope, within(1e-4));
    }
  }

  /** The loss with weight {@code place} and input {@code n} moved. */
  private static double loss(LayoutRun run, int place, double weightStep, int n, double inputStep) {
    Pattern pattern = run.pattern;
    double loss = 0;
    for (int i = 0; i < pattern.in(); i++) {
      for (int p = pattern.columnStarts()[i]; p < pattern.columnStarts()[i + 1]; p++) {
        double w = run.values[LayoutRun.MARGIN + p] + (p == place ? weightStep : 0);
        for (int t = 0; t < LayoutRun.TILES; t++) {
          for (int b = 0; b < Tile.LANES; b++) {
            int xAt = LayoutRun.at(pattern.in(), t) + i * Tile.LANES + b;
            int yAt = LayoutRun.at(pattern.out(), t) + pattern.rows()[p] * Tile.LANES + b;
            loss += w * (run.x[xAt] + (xAt == n ? inputStep : 0)) * run.dy[yAt];
          }
        }
      }
    }
    return loss;
  }
}
