package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.random.Seed;
import org.junit.jupiter.api.Test;

class SquaresTest {
  @Test
  void haveTheBitsOfTheirDefinition() {
    Seed.Stream stream = new Seed(6).child("squares").stream();
    float[] array = new float[3_000];
    for (int p = 0; p < array.length; p++) {
      array[p] = (float) (stream.nextGaussian() * StrictMath.pow(10, stream.nextInt(9) - 4));
    }
    for (int round = 0; round < 500; round++) {
      int from = stream.nextInt(40);
      int to = from + (round < 50 ? round : stream.nextInt(array.length - from));

      assertThat(Squares.sum(array, from, to)).as("[%s, %s)", from, to).isEqualTo(definition(array, from, to));
    }
  }

  private static double definition(float[] array, int from, int to) {
    double[] partial = new double[8];
    int whole = (to - from) / 8 * 8;
    for (int n = 0; n < whole; n++) {
      partial[n % 8] += (double) array[from + n] * array[from + n];
    }
    for (int half = 4; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        partial[j] += partial[j + half];
      }
    }
    double sum = partial[0];
    for (int p = from + whole; p < to; p++) {
      sum += (double) array[p] * array[p];
    }
    return sum;
  }
}
