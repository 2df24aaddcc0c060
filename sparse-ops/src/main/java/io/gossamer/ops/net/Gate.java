package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/** Closes the gradient of a rectified output where it is not above zero, for readers that do not. */
final class Gate implements Layer {
  private final Kernels kernels;
  private final Tensor output;
  private final Crew crew;
  private final Cut cut;
  private final Crew.Work work = this::close;
  private int tiles;

  Gate(Kernels kernels, Crew crew, Tensor output, int tiles) {
    this.kernels = kernels;
    this.crew = crew;
    this.output = output;
    this.cut = Cut.even(output.floats(), Tile.LANES, crew.parts((long) output.floats() * tiles));
  }

  @Override
  public void forward(Batch batch) {
    throw new UnsupportedOperationException("a gate has no forward step");
  }

  @Override
  public void backward(Batch batch) {
    this.tiles = batch.tiles();
    crew.run(cut.parts(), work);
  }

  private void close(int part, int thread) {
    int from = cut.from(part);
    for (int t = 0; t < tiles; t++) {
      kernels.gate(output.values(), output.at(t) + from, output.gradients(), output.gradientAt(t) + from,
          cut.to(part) - from);
    }
  }
}
