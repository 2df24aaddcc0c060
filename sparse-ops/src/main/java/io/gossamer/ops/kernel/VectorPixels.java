package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies pixels between tiles and narrow planes, two groups of columns, which share a cache line, in one visit of a
 * pixel. Vectors of sixteen, wider than a group, are left to {@code System.arraycopy}.
 */
final class VectorPixels {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int NARROW = ConvShape.NARROW;
  private static final int TOGETHER = 2;

  private VectorPixels() {}

  static void pack(float[] tile, int tileAt, float[] planes, int planesAt, int perGroup, int groups, int count) {
    int g = 0;
    for (; WIDTH <= NARROW && g + TOGETHER <= groups; g += TOGETHER) {
      for (int part = 0; part < NARROW; part += WIDTH) {
        packTwo(tile, tileAt + g * NARROW + part, planes, planesAt + g * perGroup + part, perGroup, count);
      }
    }
    for (; g < groups; g++) {
      for (int n = 0; n < count; n++) {
        System.arraycopy(
            tile, tileAt + n * Tile.LANES + g * NARROW, planes, planesAt + g * perGroup + n * NARROW, NARROW);
      }
    }
  }

  static void unpack(float[] planes, int planesAt, int perGroup, int groups, float[] tile, int tileAt, int count) {
    int g = 0;
    for (; WIDTH <= NARROW && g + TOGETHER <= groups; g += TOGETHER) {
      for (int part = 0; part < NARROW; part += WIDTH) {
        unpackTwo(planes, planesAt + g * perGroup + part, perGroup, tile, tileAt + g * NARROW + part, count);
      }
    }
    for (; g < groups; g++) {
      for (int n = 0; n < count; n++) {
        System.arraycopy(
            planes, planesAt + g * perGroup + n * NARROW, tile, tileAt + n * Tile.LANES + g * NARROW, NARROW);
      }
    }
  }

  private static void packTwo(float[] tile, int tileAt, float[] planes, int planesAt, int perGroup, int count) {
    for (int n = 0; n < count; n++) {
      int from = tileAt + n * Tile.LANES;
      int into = planesAt + n * NARROW;
      FloatVector a = FloatVector.fromArray(SPECIES, tile, from);
      FloatVector b = FloatVector.fromArray(SPECIES, tile, from + NARROW);
      a.intoArray(planes, into);
      b.intoArray(planes, into + perGroup);
    }
  }

  private static void unpackTwo(float[] planes, int planesAt, int perGroup, float[] tile, int tileAt, int count) {
    for (int n = 0; n < count; n++) {
      int from = planesAt + n * NARROW;
      int into = tileAt + n * Tile.LANES;
      FloatVector a = FloatVector.fromArray(SPECIES, planes, from);
      FloatVector b = FloatVector.fromArray(SPECIES, planes, from + perGroup);
      a.intoArray(tile, into);
      b.intoArray(tile, into + NARROW);
    }
  }
}
