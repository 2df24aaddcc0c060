package io.gossamer.ops.kernel.structured;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of the unstructured kernels, from the same property and the same preference: in one JVM there must
 * be only one, since JDK 17 shares type profiles between species (docs/benchmarks.md).
 */
final class LaneWidth {
  static final VectorSpecies<Float> SPECIES = pick();

  private LaneWidth() {}

  private static VectorSpecies<Float> pick() {
    int bits = Integer.getInteger("gossamer.kernels.bits", VectorShape.preferredShape().vectorBitSize());
    if (bits >= 512) {
      return FloatVector.SPECIES_512;
    }
    return bits >= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
  }
}
