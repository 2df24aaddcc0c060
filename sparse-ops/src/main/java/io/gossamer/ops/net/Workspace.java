package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;

/** Every buffer that steps of one network shape need: one tile wide, allocated once, for one thread at a time. */
public final class Workspace {
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
    activationAt = new int[layers + 1];
    deltaAt = new int[layers + 1];
    int activationFloats = 0;
    int deltaFloats = 0;
    for (int boundary = 0; boundary <= layers; boundary++) {
      int features = boundary == 0 ? spec.inputs() : spec.out(boundary - 1);
      activationAt[boundary] = activationFloats;
      activationFloats += features * Tile.LANES;
      deltaAt[boundary] = deltaFloats;
      deltaFloats += boundary == 0 ? 0 : features * Tile.LANES;
    }
    activations = new float[activationFloats];
    delta = new float[deltaFloats];
    row = new float[spec.widest()];
    scratch = new float[Kernels.scratchFloats(spec.widest())];
  }

  /** Bytes of a workspace for this shape. */
  public static long bytes(NetworkSpec spec) {
    long features = spec.inputs() + 2 * spec.biases();
    return 4 * (features * Tile.LANES + Kernels.scratchFloats(spec.widest()) + spec.widest());
  }
}
