package io.gossamer.ops.optim;

/**
 * Sums of squares in double and in one order: partial {@code j} of 8 takes the positions {@code from + j, from + j + 8,
 * ...}; then the tree {@code p[j] += p[j+4]}, {@code += p[j+2]}, {@code += p[j+1]}; what is left over follows one by
 * one. One chain of additions would wait for each of them, and take several times as long as a step of SGD.
 */
final class Squares {
  private Squares() {}

  /** Of {@code array[from .. to)}. */
  static double sum(float[] array, int from, int to) {
    double p0 = 0;
    double p1 = 0;
    double p2 = 0;
    double p3 = 0;
    double p4 = 0;
    double p5 = 0;
    double p6 = 0;
    double p7 = 0;
    int whole = from + (to - from & -8);
    for (int p = from; p < whole; p += 8) {
      p0 += square(array[p]);
      p1 += square(array[p + 1]);
      p2 += square(array[p + 2]);
      p3 += square(array[p + 3]);
      p4 += square(array[p + 4]);
      p5 += square(array[p + 5]);
      p6 += square(array[p + 6]);
      p7 += square(array[p + 7]);
    }
    double sum = (p0 + p4 + (p2 + p6)) + (p1 + p5 + (p3 + p7));
    for (int p = whole; p < to; p++) {
      sum += square(array[p]);
    }
    return sum;
  }

  /** Exact: a product of two floats fits a double. */
  private static double square(float x) {
    return (double) x * x;
  }
}
