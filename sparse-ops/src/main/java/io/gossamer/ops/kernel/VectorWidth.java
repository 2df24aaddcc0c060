package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The one vector width of this JVM. A second one must never be touched: JDK 17 shares the type profiles of the Vector
 * API between species, and a mixed profile makes every kernel about twenty times slower (docs/benchmarks.md).
 */
public final class VectorWidth {
  /** Overrides the width the machine prefers, in bits; for tests, each in a JVM of its own. */
  static final String BITS = "gossamer.kernels.bits";

  /** The species of that width. Only vector kernels may load it. */
  public static final VectorSpecies<Float> SPECIES = pick();

  private VectorWidth() {}

  private static VectorSpecies<Float> pick() {
    int bits = Integer.getInteger(BITS, VectorShape.preferredShape().vectorBitSize());
    if (bits >= 512) {
      return FloatVector.SPECIES_512;
    }
    return bits >= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
  }
}
