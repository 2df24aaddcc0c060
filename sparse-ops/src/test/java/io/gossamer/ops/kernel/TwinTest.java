package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Shapes;
import io.gossamer.ops.testing.SparseMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vector kernels against their specification, bit for bit. */
class TwinTest {
  private static final Seed SEED = new Seed(7).child("twin");

  private final Kernels scalar = new ScalarKernels();
  private final Kernels vector = new VectorKernels();

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (SparseMatrix matrix : Shapes.matrices(SEED)) {
      for (int lanes : new int[] {Tile.HALF, Tile.LANES}) {
        for (boolean relu : new boolean[] {false, true}) {
          for (boolean inputGradient : new boolean[] {false, true}) {
            cases.add(Arguments.of(matrix, lanes, relu, inputGradient));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sparseKernelsAgreeBitForBit(SparseMatrix matrix, int lanes, boolean relu, boolean inputGradient) {
    LayerRun expected = new LayerRun(matrix, lanes, relu, SEED).sparse(scalar, inputGradient);
    LayerRun found = new LayerRun(matrix, lanes, relu, SEED).sparse(vector, inputGradient);
    assertSame(found, expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void denseKernelsAgreeBitForBitWithEachOtherAndWithSparse(
      SparseMatrix matrix, int lanes, boolean relu, boolean inputGradient) {
    if (!matrix.isFull()) {
      return;
    }
    LayerRun expected = new LayerRun(matrix, lanes, relu, SEED).dense(scalar, inputGradient);
    assertSame(new LayerRun(matrix, lanes, relu, SEED).dense(vector, inputGradient), expected);
    assertSame(new LayerRun(matrix, lanes, relu, SEED).sparse(vector, inputGradient), expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void panelsOfAnyWidthAgreeBitForBit(SparseMatrix matrix, int lanes, boolean relu, boolean inputGradient) {
    LayerRun expected = new LayerRun(matrix, lanes, relu, SEED).sparse(scalar, inputGradient);
    for (int width : new int[] {1, 7, 64}) {
      assertSame(new LayerRun(matrix, lanes, relu, SEED).sparse(vector, inputGradient, width), expected);
      assertSame(new LayerRun(matrix, lanes, relu, SEED).sparse(scalar, inputGradient, width), expected);
    }
  }

  @Test
  void zeroWeightsAgreeInTheSignOfZero() {
    SparseMatrix matrix = SparseMatrix.of(17, 23, 0.4, SEED);
    LayerRun expected = new LayerRun(matrix, Tile.LANES, true, SEED);
    LayerRun found = new LayerRun(matrix, Tile.LANES, true, SEED);
    for (LayerRun run : List.of(expected, found)) {
      for (float[] zeros : List.of(run.byRow, run.byInput, run.bias, run.dy)) {
        for (int n = 0; n < zeros.length; n++) {
          zeros[n] = n % 3 == 0 ? -0f : 0f;
        }
      }
    }
    assertSame(found.sparse(vector, true), expected.sparse(scalar, true));
  }

  @Test
  void notANumberStaysVisibleInBoth() {
    SparseMatrix matrix = SparseMatrix.of(6, 6, 1, SEED);
    LayerRun expected = new LayerRun(matrix, Tile.LANES, true, SEED);
    LayerRun found = new LayerRun(matrix, Tile.LANES, true, SEED);
    expected.x[LayerRun.MARGIN + 3] = Float.NaN;
    found.x[LayerRun.MARGIN + 3] = Float.NaN;
    assertSame(found.sparse(vector, true), expected.sparse(scalar, true));
    assertThat(found.y[LayerRun.MARGIN + 3]).isNaN();
  }

  @Test
  void gatherAgreesBitForBit() {
    for (int features : new int[] {0, 1, 7, 16, 33, 100}) {
      for (int count : new int[] {0, 1, 8, 31, 32, 33, 63, 64}) {
        float[] rows = Shapes.floats(64 * features + 3, SEED.child("rows"));
        int[] rowAt = new int[count + 2];
        for (int b = 0; b < count; b++) {
          rowAt[b + 2] = (count - 1 - b) * features + 3;
        }
        int lanes = count <= Tile.HALF ? Tile.HALF : Tile.LANES;
        float[] expected = Shapes.floats(features * Tile.LANES + 9, SEED.child("tile"));
        float[] found = expected.clone();
        scalar.gather(rows, rowAt, 2, count, features, expected, 4, lanes);
        vector.gather(rows, rowAt, 2, count, features, found, 4, lanes);
        Bits.assertSame(features + " features of " + count + " rows", found, expected);
      }
    }
  }

  private static void assertSame(LayerRun found, LayerRun expected) {
    Bits.assertSame("y", found.y, expected.y);
    Bits.assertSame("dx", found.dx, expected.dx);
    Bits.assertSame("gradient", found.gradient, expected.gradient);
    Bits.assertSame("bias gradient", found.biasGradient, expected.biasGradient);
  }
}
