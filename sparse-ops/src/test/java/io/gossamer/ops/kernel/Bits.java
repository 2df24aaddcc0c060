package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares floats by their bits, so that zeros of different sign differ; all NaN are one, as payloads mean nothing. */
final class Bits {
  private Bits() {}

  static void assertSame(String what, float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int n = 0; n < found.length; n++) {
      if (Float.floatToIntBits(found[n]) != Float.floatToIntBits(expected[n])) {
        throw new AssertionError(what + "[" + n + "] is " + found[n] + ", not " + expected[n]);
      }
    }
  }
}
