package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatMathTest {
  @Test
  void expStaysWithinTwoUnitsOfTheExactValue() {
    for (int bits = Float.floatToIntBits(1e-9f); bits < Float.floatToIntBits(110f); bits += 37) {
      for (float x : new float[] {Float.intBitsToFloat(bits), -Float.intBitsToFloat(bits)}) {
        float exact = (float) StrictMath.exp(x);
        float found = FloatMath.exp(x);
        int apart = Math.abs(Float.floatToIntBits(found) - Float.floatToIntBits(exact));
        if (apart > 2) {
          assertThat(found).as("exp(%s)", x).isEqualTo(exact);
        }
      }
    }
  }

  @Test
  void expIsExactAtTheEdges() {
    assertThat(FloatMath.exp(0f)).isEqualTo(1f);
    assertThat(FloatMath.exp(-0f)).isEqualTo(1f);
    assertThat(FloatMath.exp(Float.MIN_VALUE)).isEqualTo(1f);
    assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
    assertThat(FloatMath.exp(Float.NaN)).isNaN();
    assertThat(FloatMath.exp(Math.nextUp(88.72284f))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(FloatMath.exp(88.72283f)).isFinite();
    assertThat(FloatMath.exp(Math.nextDown(-103.97208f))).isEqualTo(0f);
    assertThat(FloatMath.exp(-103.97f)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void tanhStaysWithinFourUnitsOfTheExactValue() {
    for (int bits = 1; bits < Float.floatToIntBits(12f); bits += 137) {
      float x = Float.intBitsToFloat(bits);
      float exact = (float) StrictMath.tanh(x);
      float found = FloatMath.tanh(x);
      int apart = Math.abs(Float.floatToIntBits(found) - Float.floatToIntBits(exact));
      if (apart > 4) {
        assertThat(found).as("tanh(%s)", x).isEqualTo(exact);
      }
      if (FloatMath.tanh(-x) != -found) {
        assertThat(FloatMath.tanh(-x)).as("tanh(%s)", -x).isEqualTo(-found);
      }
    }
  }

  @Test
  void tanhIsExactAtTheEdges() {
    assertThat(Float.floatToRawIntBits(FloatMath.tanh(0f))).isEqualTo(Float.floatToRawIntBits(0f));
    assertThat(Float.floatToRawIntBits(FloatMath.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
    assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
    assertThat(FloatMath.tanh(1e-20f)).isEqualTo(1e-20f);
    assertThat(FloatMath.tanh(Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(FloatMath.tanh(Float.NaN)).isNaN();
  }
}
