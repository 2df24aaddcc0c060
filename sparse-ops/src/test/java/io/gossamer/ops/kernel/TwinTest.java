package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.pattern.Pattern;
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
  void convolutionsAgreeBitForBit() {
    // in channels, height, width, kernel, stride, padding, out channels
    int[][] shapes = {
        {1, 1, 1, 1, 1, 0, 1}, {3, 5, 7, 3, 1, 1, 4}, {2, 6, 6, 5, 1, 2, 3}, {2, 7, 4, 3, 2, 1, 5},
        {1, 9, 9, 2, 3, 0, 2}, {4, 4, 5, 1, 1, 0, 3}, {2, 5, 5, 3, 3, 2, 2},
        {7, 3, 9, 3, 1, 1, 8}, {9, 6, 3, 3, 1, 0, 7}, {2, 4, 16, 3, 1, 1, 2}, {3, 2, 13, 5, 1, 2, 2},
        {70, 3, 8, 3, 1, 1, 60}, {1, 8, 8, 1, 1, 0, 3}};
    for (int[] shape : shapes) {
      for (double density : new double[] {0, 0.2, 1}) {
        for (int lanes : new int[] {Tile.HALF, Tile.LANES}) {
          Seed seed = SEED.child("conv", shape[0], shape[1], shape[3], (long) (10 * density));
          Pattern pattern = SparseMatrix.of(shape[6], shape[0] * shape[3] * shape[3], density, seed).pattern();
          assertSame(plan(shape, pattern, false), lanes, seed);
          if (pattern.isFull()) {
            assertSame(plan(shape, pattern, true), lanes, seed);
          }
        }
      }
    }
  }

  private static ConvPlan plan(int[] shape, Pattern pattern, boolean dense) {
    return new ConvPlan(
        new ConvShape(shape[0], shape[6], shape[1], shape[2], shape[3], shape[4], shape[5]), pattern, dense);
  }

  private void assertSame(ConvPlan plan, int tileLanes, Seed seed) {
    int lanes = plan.shape().lanes(tileLanes);
    float[] values = Shapes.floats(plan.nnz(), seed.child("values"));
    float[] bias = Shapes.floats(plan.shape().outChannels() + 1, seed.child("bias"));
    float[] x = Shapes.floats(plan.inputFloats(lanes) + 3, seed.child("x"));
    float[] dy = Shapes.floats(plan.slopeFloats(lanes) + 5, seed.child("dy"));
    int outputs = plan.outputFloats(lanes);
    int inputs = plan.gradientFloats(lanes);
    for (boolean inputGradient : new boolean[] {true, false}) {
      float[][] y = {new float[outputs + 2], new float[outputs + 2]};
      float[][] dx = {new float[inputs + 4], new float[inputs + 4]};
      float[][] partials = {
          Shapes.floats(plan.nnz() * ConvPlan.PARTIALS, seed), Shapes.floats(plan.nnz() * ConvPlan.PARTIALS, seed)};
      List<Kernels> twins = List.of(scalar, vector);
      for (int n = 0; n < 2; n++) {
        twins.get(n).convForward(plan, lanes, values, bias, 1, x, 3, y[n], 2);
        twins.get(n).convBackward(
            plan, lanes, values, x, 3, dy, 5, inputGradient ? dx[n] : null, 4, partials[n]);
      }
      Bits.assertSame("y", y[1], y[0]);
      Bits.assertSame("dx", dx[1], dx[0]);
      Bits.assertSame("partials", partials[1], partials[0]);
    }
  }

  @Test
  void gatesAgreeBitForBit() {
    for (int count : new int[] {0, 1, 7, 64, 129}) {
      float[] x = Shapes.floats(count + 1, SEED.child("gate"));
      float[] expected = Shapes.floats(count + 2, SEED.child("slope"));
      float[] found = expected.clone();
      scalar.gate(x, 1, expected, 2, count);
      vector.gate(x, 1, found, 2, count);
      Bits.assertSame("gate", found, expected);
    }
  }

  @Test
  void tangentsAgreeBitForBit() {
    for (int count : new int[] {0, 1, 7, 64, 129}) {
      float[] x = Shapes.floats(count + 1, SEED.child("tangent"));
      float[][] y = {new float[count + 2], new float[count + 2]};
      scalar.tanh(x, 1, y[0], 2, count);
      vector.tanh(x, 1, y[1], 2, count);
      Bits.assertSame("tanh", y[1], y[0]);
    }
    int step = 4099;
    float[] all = new float[Float.floatToIntBits(Float.POSITIVE_INFINITY) / step * 2];
    for (int n = 0; n < all.length; n++) {
      all[n] = Math.copySign(Float.intBitsToFloat(n / 2 * step), n % 2 == 0 ? 1 : -1);
    }
    float[] special = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 0.625f, Math.nextDown(0.625f), -0.625f, 20f, 44.36f,
        88.8f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    for (float[] x : List.of(all, special)) {
      float[][] y = {x.clone(), x.clone()};
      scalar.tanh(y[0], 0, y[0], 0, x.length);
      vector.tanh(y[1], 0, y[1], 0, x.length);
      Bits.assertSame("tanh in place", y[1], y[0]);
    }
  }

  @Test
  void copiesOfPixelsAgreeBitForBit() {
    for (int count : new int[] {0, 1, 5}) {
      for (int groups : new int[] {1, 2, 4, 8}) {
        int perGroup = ConvShape.NARROW * count + 3;
        float[] tile = Shapes.floats(count * Tile.LANES + 3, SEED.child("tile"));
        float[][] planes = {Shapes.floats(groups * perGroup + 2, SEED), Shapes.floats(groups * perGroup + 2, SEED)};
        float[][] back = {Shapes.floats(tile.length, SEED), Shapes.floats(tile.length, SEED)};
        for (int n = 0; n < 2; n++) {
          Kernels kernels = n == 0 ? scalar : vector;
          kernels.packPixels(tile, 3, planes[n], 2, perGroup, groups, count);
          kernels.unpackPixels(planes[n], 2, perGroup, groups, back[n], 3, count);
        }
        Bits.assertSame("planes", planes[1], planes[0]);
        Bits.assertSame("tile", back[1], back[0]);
        for (int n = 0; n < count * Tile.LANES; n++) {
          if (n % Tile.LANES < groups * ConvShape.NARROW) {
            assertThat(back[0][n + 3]).isEqualTo(tile[n + 3]);
          }
        }
      }
    }
  }

  @Test
  void sumsOfRowsAgreeBitForBit() {
    for (int count : new int[] {0, 1, 5}) {
      float[] from = Shapes.floats(count * Tile.LANES + 3, SEED.child("from"));
      float[][] sums = {Shapes.floats(Tile.LANES, SEED), Shapes.floats(Tile.LANES, SEED)};
      scalar.addRows(from, 3, count, sums[0]);
      vector.addRows(from, 3, count, sums[1]);
      Bits.assertSame("sums", sums[1], sums[0]);
    }
  }

  @Test
  void largestPlacesAgreeBitForBit() {
    float[] x = Shapes.floats(Tile.LANES + 1, SEED.child("x"));
    float[] y = x.clone();
    for (int b = 0; b < Tile.LANES; b += 3) {
      y[b + 1] += 1;
    }
    float[][] left = {Shapes.floats(Tile.LANES, SEED), Shapes.floats(Tile.LANES, SEED)};
    float[][] dx = {Shapes.floats(Tile.LANES + 2, SEED), Shapes.floats(Tile.LANES + 2, SEED)};
    scalar.giveToLargest(x, 1, y, 1, left[0], dx[0], 2);
    vector.giveToLargest(x, 1, y, 1, left[1], dx[1], 2);
    Bits.assertSame("left", left[1], left[0]);
    Bits.assertSame("dx", dx[1], dx[0]);
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
