package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import java.util.Optional;

/**
 * The forward pass of one layer: indices in the order its kernels read them, and a copy of its values. Resident values
 * lie input by input, the order of {@link Pattern#rows()}. The backward pass is that of any pattern. Not for use by
 * several threads.
 */
public abstract sealed class StructuredLayer permits FanInLayer, GapLayer, BlockLayer {
  final Pattern pattern;
  final StructuredKernels structured;
  private final Structure structure;
  private final int[] places;
  private final float[] forward;

  /** @param places place, input by input, of each value of the forward copy */
  StructuredLayer(Pattern pattern, Structure structure, int[] places, Kernels kernels) {
    this.pattern = pattern;
    this.structured = StructuredKernels.like(kernels);
    this.structure = structure;
    this.places = places;
    this.forward = new float[places.length];
  }

  /** The plan for the structure that {@link Structure#of} finds; none if it finds none. */
  public static Optional<StructuredLayer> of(Pattern pattern, Kernels kernels) {
    Structure structure = Structure.of(pattern);
    if (structure instanceof Structure.Blocks blocks) {
      return Optional.of(new BlockLayer(pattern, blocks, kernels));
    }
    if (structure instanceof Structure.NofM runs) {
      return Optional.of(new GapLayer(pattern, runs, kernels));
    }
    if (structure instanceof Structure.FanIn fanIn) {
      return Optional.of(new FanInLayer(pattern, fanIn, kernels));
    }
    return Optional.empty();
  }

  public Structure structure() {
    return structure;
  }

  /** The place, input by input, of each value of the forward copy. Not a copy: do not write. */
  public int[] places() {
    return places;
  }

  /** Brings the forward copy up to date after the resident values, from {@code at}, changed. */
  public void refresh(float[] resident, int at) {
    for (int k = 0; k < places.length; k++) {
      forward[k] = resident[at + places[k]];
    }
  }

  float[] forwardValues() {
    return forward;
  }

  /** {@code y = W x + bias} of one tile, then ReLU if asked; arguments as in {@link Kernels#sparseForward}. */
  public abstract void forward(
      float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes);

  /** Bytes of the indices that {@link #forward} reads; places and the forward copy are not counted. */
  public abstract long forwardIndexBytes();

  /** Place, input by input, of each position, row by row. */
  static int[] placesByRow(Pattern pattern) {
    int[] place = new int[pattern.nnz()];
    for (int p = 0; p < place.length; p++) {
      place[pattern.positions()[p]] = p;
    }
    return place;
  }

  static int[] offsets(int[] features) {
    int[] offset = new int[features.length];
    for (int k = 0; k < offset.length; k++) {
      offset[k] = features[k] * Tile.LANES;
    }
    return offset;
  }
}
