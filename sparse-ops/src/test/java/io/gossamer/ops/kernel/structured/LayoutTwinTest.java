package io.gossamer.ops.kernel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layout's twins against each other and against the kernels without structure, bit for bit. */
class LayoutTwinTest {
  private static final Seed SEED = new Seed(9).child("layouts");
  private static final Kernels SCALAR = new ScalarKernels();
  private static final Kernels VECTOR = KernelChoice.kernels();

  /** A pattern and the layout it is to run in, which need not be the one that detection would prefer. */
  record Layout(String name, Pattern pattern, Structure structure) {
    StructuredLayer layer(Kernels kernels) {
      if (structure instanceof Structure.Blocks blocks) {
        return new BlockLayer(pattern, blocks, kernels);
      }
      return structure instanceof Structure.NofM runs
          ? new GapLayer(pattern, runs, kernels)
          : new FanInLayer(pattern, (Structure.FanIn) structure, kernels);
    }

    @Override
    public String toString() {
      return name + " " + pattern;
    }
  }

  static List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    int[][] sizes = {{1, 1}, {1, 9}, {13, 1}, {31, 33}, {70, 130}, {3, 300}, {300, 5}};
    for (int[] size : sizes) {
      for (int fanIn : new int[] {1, (size[1] + 2) / 3, size[1]}) {
        for (boolean ablate : new boolean[] {false, true}) {
          Pattern pattern = Drawn.fanIn(size[0], size[1], fanIn, ablate, SEED.child("fan-in", size[0], fanIn));
          int live = pattern.nnz() / fanIn;
          layouts.add(new Layout("fan-in", pattern, new Structure.FanIn(fanIn, live)));
        }
      }
      for (int rows : new int[] {2, 4, 8, 16, 32}) {
        layouts.add(blocks(size, rows, 1, 0.05));
        layouts.add(blocks(size, rows, 1, 0.4));
        layouts.add(blocks(size, rows, rows, 0.4));
      }
      layouts.add(blocks(size, 2, 1, 0));
      layouts.add(blocks(size, 2, 1, 1));
      layouts.add(blocks(size, 4, 4, 1));
    }
    for (int[] c : new int[][] {{1, 2}, {2, 4}, {1, 16}, {8, 8}, {0, 4}, {3, 128}, {1, 128}}) {
      for (int out : new int[] {1, 37}) {
        layouts.add(new Layout(
            c[0] + ":" + c[1], Drawn.runs(out, 384, c[0], c[1], SEED.child("runs", out, c[0])),
            new Structure.NofM(c[0], c[1])));
      }
    }
    for (int[] size : new int[][] {{0, 0}, {0, 5}, {5, 0}}) {
      layouts.add(new Layout("none", Patterns.full(size[0], size[1]), new Structure.Blocks(4, 1)));
    }
    return layouts;
  }

  private static Layout blocks(int[] size, int rows, int columns, double density) {
    Seed seed = SEED.child("blocks", size[0], rows, columns);
    return new Layout(
        rows + " x " + columns, Drawn.blocks(size[0], size[1], rows, columns, density, seed),
        new Structure.Blocks(rows, columns));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void layoutsGiveTheBitsOfThePatternWithoutStructure(Layout layout) {
    for (int lanes : new int[] {Tile.HALF, Tile.LANES}) {
      for (boolean relu : new boolean[] {false, true}) {
        for (boolean inputGradient : new boolean[] {false, true}) {
          LayoutRun expected = new LayoutRun(layout.pattern, SEED).plain(SCALAR, relu, inputGradient, lanes);
          new LayoutRun(layout.pattern, SEED)
              .structured(layout.layer(SCALAR), SCALAR, relu, inputGradient, lanes).assertSameAs(expected);
          new LayoutRun(layout.pattern, SEED)
              .structured(layout.layer(VECTOR), VECTOR, relu, inputGradient, lanes).assertSameAs(expected);
          new LayoutRun(layout.pattern, SEED).plain(VECTOR, relu, inputGradient, lanes).assertSameAs(expected);
        }
      }
    }
  }

  @Test
  void notANumberStaysVisibleInEveryLayout() {
    for (Layout layout : layouts()) {
      if (!layout.pattern.isFull() || layout.pattern.nnz() == 0) {
        continue;
      }
      LayoutRun expected = new LayoutRun(layout.pattern, SEED);
      LayoutRun found = new LayoutRun(layout.pattern, SEED);
      expected.x[LayoutRun.MARGIN] = Float.NaN;
      found.x[LayoutRun.MARGIN] = Float.NaN;
      expected.structured(layout.layer(SCALAR), SCALAR, true, true, Tile.LANES);
      found.structured(layout.layer(VECTOR), VECTOR, true, true, Tile.LANES).assertSameAs(expected);
      assertThat(found.y[LayoutRun.MARGIN]).isNaN();
    }
  }

  @Test
  void structuredVectorsHaveTheWidthOfTheOthers() {
    assertThat(StructuredKernels.like(VECTOR).name()).isEqualTo(VECTOR.name());
    assertThat(StructuredKernels.like(SCALAR).name()).isEqualTo(SCALAR.name());
  }
}
