package io.gossamer.ops.kernel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructureTest {
  private static final Seed SEED = new Seed(5).child("StructureTest");

  @Test
  void findsNothingInARandomPattern() {
    assertThat(Structure.of(Patterns.random(64, 64, 400, SEED))).isEqualTo(new Structure.None());
  }

  @Test
  void findsNothingInAPatternWithoutPlaces() {
    for (int[] size : new int[][] {{0, 0}, {0, 5}, {5, 0}, {8, 8}}) {
      assertThat(Structure.of(Patterns.random(size[0], size[1], 0, SEED))).isEqualTo(new Structure.None());
    }
  }

  @Test
  void findsConstantFanInAndCountsTheLiveOutputs() {
    assertThat(Structure.of(Drawn.fanIn(50, 40, 7, false, SEED))).isEqualTo(new Structure.FanIn(7, 50));
    assertThat(Structure.of(Drawn.fanIn(50, 40, 7, true, SEED))).isEqualTo(new Structure.FanIn(7, 40));
  }

  @Test
  void oneInputMoreIsNoConstantFanIn() {
    assertThat(Structure.of(Drawn.pattern(8, new int[] {0, 1}, new int[] {3, 5}, new int[] {1, 2, 7})))
        .isEqualTo(new Structure.None());
  }

  @Test
  void findsTheShortestRunOfNofM() {
    int[][] cases = {{2, 4}, {1, 4}, {1, 16}, {4, 8}, {3, 32}, {7, 128}, {1, 2}};
    for (int[] c : cases) {
      assertThat(Structure.of(Drawn.runs(40, 256, c[0], c[1], SEED))).isEqualTo(new Structure.NofM(c[0], c[1]));
    }
  }

  @Test
  void ablatedOutputsLeaveConstantFanInButNoRuns() {
    assertThat(Structure.of(Drawn.pattern(4, new int[] {0, 2}, new int[] {}, new int[] {1, 3})))
        .isEqualTo(new Structure.FanIn(2, 2));
  }

  @Test
  void findsTheLargestBlocks() {
    for (int rows : new int[] {2, 4, 8, 16, 32}) {
      assertThat(Structure.of(Drawn.blocks(96, 100, rows, 1, 0.3, SEED))).isEqualTo(new Structure.Blocks(rows, 1));
      assertThat(Structure.of(Drawn.blocks(256, 256, rows, rows, 0.3, SEED)))
          .isEqualTo(new Structure.Blocks(rows, rows));
    }
  }

  @Test
  void blocksMayBeCutByTheBorders() {
    assertThat(Structure.of(Drawn.blocks(99, 101, 8, 8, 0.4, SEED))).isEqualTo(new Structure.Blocks(8, 8));
  }

  @Test
  void blocksOffTheGridAreNone() {
    int[] first = {0, 3};
    int[] second = {1, 2, 5};

    assertThat(Structure.of(Drawn.pattern(8, first, second, second, first))).isEqualTo(new Structure.None());
    assertThat(Structure.of(Drawn.pattern(8, first, first, second, second))).isEqualTo(new Structure.Blocks(2, 1));
    assertThat(Structure.of(Drawn.pattern(8, new int[] {1, 2}, new int[] {1, 2})))
        .isEqualTo(new Structure.Blocks(2, 1));
    assertThat(Structure.of(Drawn.pattern(8, new int[] {2, 3}, new int[] {2, 3})))
        .isEqualTo(new Structure.Blocks(2, 2));
  }

  @Test
  void aFullPatternIsOneOfBlocks() {
    Pattern full = Patterns.full(37, 70);
    assertThat(Structure.of(full)).isEqualTo(new Structure.Blocks(32, 32));
    assertThat(Structure.of(Patterns.full(1, 6))).isEqualTo(new Structure.NofM(2, 2));
  }

  @Test
  void flatBlockButterflyIsBlocks() {
    int grid = 8;
    boolean[][] linked = new boolean[grid][grid];
    for (int j = 0; j < grid; j++) {
      linked[j][j] = true;
      linked[j][j ^ 1] = true;
      linked[j][j ^ 4] = true;
    }
    int[][] rows = new int[grid * 8][];
    for (int o = 0; o < rows.length; o++) {
      boolean[] link = linked[o / 8];
      rows[o] = IntStream.range(0, grid * 8).filter(i -> link[i / 8]).toArray();
    }
    assertThat(Structure.of(Drawn.pattern(grid * 8, rows))).isEqualTo(new Structure.Blocks(8, 8));
  }
}
