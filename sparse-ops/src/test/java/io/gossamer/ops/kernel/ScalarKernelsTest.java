package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Shapes;
import io.gossamer.ops.testing.SparseMatrix;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification against sums in double, and against the slope of the loss it claims to be. */
class ScalarKernelsTest {
  private static final Seed SEED = new Seed(11).child("scalar");
  private static final double ROUNDING = 0x1p-23;

  static List<SparseMatrix> matrices() {
    return Shapes.matrices(SEED);
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void forwardIsBiasPlusWeightsTimesInputs(SparseMatrix matrix) {
    for (boolean relu : new boolean[] {false, true}) {
      LayerRun run = new LayerRun(matrix, Tile.LANES, relu, SEED).sparse(new ScalarKernels(), true);
      for (int t = 0; t < LayerRun.TILES; t++) {
        for (int o = 0; o < matrix.out(); o++) {
          for (int b = 0; b < Tile.LANES; b++) {
            double sum = run.bias[LayerRun.MARGIN + o];
            double size = Math.abs(sum);
            for (int k = matrix.rowStart()[o]; k < matrix.rowStart()[o + 1]; k++) {
              double term =
                  (double) run.byRow[k] * run.x[LayerRun.at(matrix.in(), t) + matrix.columnOffset()[k] + b];
              sum += term;
              size += Math.abs(term);
            }
            assertNear(
                run.y[LayerRun.at(matrix.out(), t) + o * Tile.LANES + b], relu ? Math.max(sum, 0) : sum, size,
                matrix.in());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void weightGradientIsTheSumOfInputsTimesOutputGradients(SparseMatrix matrix) {
    for (int lanes : new int[] {Tile.HALF, Tile.LANES}) {
      LayerRun run = new LayerRun(matrix, lanes, false, SEED);
      float[] before = run.gradient.clone();
      run.sparse(new ScalarKernels(), false);
      for (int i = 0; i < matrix.in(); i++) {
        for (int k = matrix.columnStart()[i]; k < matrix.columnStart()[i + 1]; k++) {
          double sum = before[LayerRun.MARGIN + k];
          double size = Math.abs(sum);
          for (int t = 0; t < LayerRun.TILES; t++) {
            for (int b = 0; b < lanes; b++) {
              double term = (double) run.x[LayerRun.at(matrix.in(), t) + i * Tile.LANES + b]
                  * run.dy[LayerRun.at(matrix.out(), t) + matrix.rowOffset()[k] + b];
              sum += term;
              size += Math.abs(term);
            }
          }
          assertNear(run.gradient[LayerRun.MARGIN + k], sum, size, lanes);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void inputGradientIsTheTransposedProductWhereTheGateIsOpen(SparseMatrix matrix) {
    for (boolean gate : new boolean[] {false, true}) {
      LayerRun run = new LayerRun(matrix, Tile.LANES, gate, SEED).sparse(new ScalarKernels(), true);
      for (int i = 0; i < matrix.in(); i++) {
        for (int b = 0; b < Tile.LANES; b++) {
          int at = LayerRun.at(matrix.in(), 1) + i * Tile.LANES + b;
          double sum = 0;
          double size = 0;
          for (int k = matrix.columnStart()[i]; k < matrix.columnStart()[i + 1]; k++) {
            double term = (double) run.byInput[LayerRun.MARGIN + k]
                * run.dy[LayerRun.at(matrix.out(), 1) + matrix.rowOffset()[k] + b];
            sum += term;
            size += Math.abs(term);
          }
          assertNear(run.dx[at], gate && run.x[at] <= 0 ? 0 : sum, size, matrix.out());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void biasGradientIsTheSumOfOutputGradients(SparseMatrix matrix) {
    LayerRun run = new LayerRun(matrix, Tile.HALF, false, SEED);
    float[] before = run.biasGradient.clone();
    run.sparse(new ScalarKernels(), false);
    for (int o = 0; o < matrix.out(); o++) {
      double sum = before[LayerRun.MARGIN + o];
      double size = Math.abs(sum);
      for (int t = 0; t < LayerRun.TILES; t++) {
        for (int b = 0; b < Tile.HALF; b++) {
          double term = run.dy[LayerRun.at(matrix.out(), t) + o * Tile.LANES + b];
          sum += term;
          size += Math.abs(term);
        }
      }
      assertNear(run.biasGradient[LayerRun.MARGIN + o], sum, size, Tile.HALF);
    }
  }

  /** {@code L = sum of dy * y}, so that its slope in any weight or input must be the gradient. */
  @ParameterizedTest
  @MethodSource("matrices")
  void gradientsAreTheSlopesOfTheForwardPass(SparseMatrix matrix) {
    LayerRun run = new LayerRun(matrix, Tile.LANES, false, SEED);
    float[] before = run.gradient.clone();
    run.sparse(new ScalarKernels(), true);
    double weightSlope = 0;
    double inputSlope = 0;
    double size = 1;
    for (int k = 0; k < matrix.nnz(); k++) {
      double term = ((double) run.gradient[LayerRun.MARGIN + k] - before[LayerRun.MARGIN + k])
          * run.byInput[LayerRun.MARGIN + k];
      weightSlope += term;
      size += Math.abs(term);
    }
    for (int n = LayerRun.MARGIN; n < run.x.length - LayerRun.MARGIN; n++) {
      double term = (double) run.dx[n] * run.x[n];
      inputSlope += term;
      size += Math.abs(term);
    }
    double loss = 0;
    for (int t = 0; t < LayerRun.TILES; t++) {
      for (int o = 0; o < matrix.out(); o++) {
        for (int b = 0; b < Tile.LANES; b++) {
          int at = LayerRun.at(matrix.out(), t) + o * Tile.LANES + b;
          double term = ((double) run.y[at] - run.bias[LayerRun.MARGIN + o]) * run.dy[at];
          loss += term;
          size += Math.abs(term);
        }
      }
    }
    assertThat(weightSlope).isCloseTo(loss, within(size * 1e-5));
    assertThat(inputSlope).isCloseTo(loss, within(size * 1e-5));
  }

  private static void assertNear(float found, double expected, double size, int terms) {
    double allowed = (terms + 2) * ROUNDING * size + (terms + 2) * Float.MIN_VALUE;
    if (!(Math.abs(found - expected) <= allowed)) {
      assertThat((double) found).isCloseTo(expected, within(allowed));
    }
  }
}
