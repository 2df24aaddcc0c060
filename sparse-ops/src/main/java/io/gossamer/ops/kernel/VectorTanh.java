package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatMath#tanh} with vectors, bit for bit. C2 inlines this much in one loop and little more: a version with
 * two branches, of which each vector took its part, ran on the heap.
 */
final class VectorTanh {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int SIGN = Integer.MIN_VALUE;
  private static final int BIAS = 127;
  private static final int FRACTION_BITS = 23;

  private VectorTanh() {}

  static void map(float[] x, int xAt, float[] y, int yAt, int count) {
    int whole = count - count % WIDTH;
    for (int n = 0; n < whole; n += WIDTH) {
      tanh(FloatVector.fromArray(SPECIES, x, xAt + n)).intoArray(y, yAt + n);
    }
    for (int n = whole; n < count; n++) {
      y[yAt + n] = FloatMath.tanh(x[xAt + n]);
    }
  }

  private static FloatVector tanh(FloatVector x) {
    FloatVector t = x.abs().mul(-2f).max(FloatMath.TANGENT_IS_ONE);
    FloatVector rounded = t.fma(FloatMath.LOG2_E, FloatMath.ROUNDER);
    FloatVector n = rounded.sub(FloatMath.ROUNDER);
    FloatVector r = n.fma(constant(-FloatMath.LN2_LOW), n.fma(constant(-FloatMath.LN2_HIGH), t));
    FloatVector p = constant(1.9875691500e-4f).fma(r, constant(1.3981999507e-3f))
        .fma(r, constant(8.3334519073e-3f))
        .fma(r, constant(4.1665795894e-2f))
        .fma(r, constant(1.6666665459e-1f))
        .fma(r, constant(5.0000001201e-1f))
        .fma(r.mul(r), r);
    FloatVector power = rounded.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS - BIAS)
        .lanewise(VectorOperators.LSHL, FRACTION_BITS).reinterpretAsFloats();
    FloatVector m = power.fma(p, power.sub(1f));
    IntVector size = m.div(m.add(2f)).reinterpretAsInts().and(~SIGN);
    return size.or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
