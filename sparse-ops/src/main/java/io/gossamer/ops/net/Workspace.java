package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;

/** Every buffer that steps of one network shape need: one tile wide, allocated once, for one thread at a time. */
public final class Workspace {
  /** Arrays of this size are humongous under G1 up to 16 GB of heap, hence aligned for good: see {@link Arena}. */
  private static final int LEAST_FLOATS = 1 << 20;

  final float[] activations;
  final int[] activationAt;
  final float[] delta;
  final int[] deltaAt;
  final float[] label = new float[Tile.LANES];
  final float[] weight = new float[Tile.LANES];
  final int[] rowAt = new int[Tile.LANES];
  final float[] row;
  final float[] scratch;

  /** Buffers for networks of this shape, whatever their masks. */
  public Workspace(NetworkSpec spec) {
    int layers = spec.layers();
    Arena forward = new Arena(Math.max(LEAST_FLOATS, activationFloats(spec)));
    Arena backward = new Arena(Math.max(LEAST_FLOATS, deltaFloats(spec)));
    activationAt = new int[layers + 1];
    deltaAt = new int[layers + 1];
    activationAt[0] = forward.take(spec.inputs() * Tile.LANES);
    for (int l = 0; l < layers; l++) {
      activationAt[l + 1] = forward.take(spec.out(l) * Tile.LANES);
      deltaAt[l + 1] = backward.take(spec.out(l) * Tile.LANES);
    }
    activations = forward.floats();
    delta = backward.floats();
    row = new float[spec.widest()];
    scratch = new float[Kernels.scratchFloats(spec.widest())];
  }

  private static int activationFloats(NetworkSpec spec) {
    return Math.addExact(Math.multiplyExact(spec.inputs(), Tile.LANES), deltaFloats(spec));
  }

  private static int deltaFloats(NetworkSpec spec) {
    return Math.toIntExact(Math.multiplyExact(spec.biases(), Tile.LANES));
  }

  /** Bytes of a workspace for this shape. */
  public static long bytes(NetworkSpec spec) {
    long arenas = (long) Math.max(LEAST_FLOATS, activationFloats(spec)) + Math.max(LEAST_FLOATS, deltaFloats(spec));
    return 4 * (arenas + Kernels.scratchFloats(spec.widest()) + spec.widest());
  }
}
