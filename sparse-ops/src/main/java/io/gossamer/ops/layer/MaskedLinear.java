package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Panels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.kernel.structured.Structure;
import io.gossamer.ops.kernel.structured.StructuredLayer;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/**
 * A linear layer on dense tiles. The resident order of its weights is that of the fused backward pass, input by
 * input; the forward pass of a sparse layer reads a copy by outputs that {@link #refresh} brings up to date. Where the
 * plan says dense, a full pattern runs as it lies and any other is {@link WrittenOut}. A crew shares the tiles and
 * outputs of the forward pass and the inputs of the backward pass.
 */
final class MaskedLinear implements Layer {
  // See docs/benchmarks.md, "Structured layouts".
  private static final double LEAST_DENSITY = 0.15;
  private static final int LEAST_ROWS = 4;

  /** Lines at which dense kernels work best when they begin. */
  private static final int UNIT = 16;

  /** Multiply-adds in the time that it takes to gather a value. */
  private static final long COPY_COST = 8;

  private final Kernels kernels;
  private final Site site;
  private final Pattern pattern;
  private final Tensor x;
  private final Tensor y;
  private final int weightAt;
  private final BiasVector bias;
  private final boolean dense;
  private final WrittenOut full;
  private final StructuredLayer blocks;
  private final Panels outputs;
  private final Panels inputs;
  private final float[] forward;
  private final int[] forwardFrom;
  private final Crew crew;
  private final Cut outputCut;
  private final Cut inputCut;
  private final Cut biasCut;
  private final Cut copyCut;
  private final Crew.Work forwardWork = this::forward;
  private final Crew.Work denseWork = this::denseForward;
  private final Crew.Work blockWork = this::forwardBlocks;
  private final Crew.Work backwardWork = this::backward;
  private final Crew.Work copyWork = this::copy;
  private Batch batch;

  MaskedLinear(Site site) {
    this.site = site;
    this.kernels = site.kernels();
    this.pattern = site.pattern();
    this.x = site.input();
    this.y = site.output();
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, pattern.out());
    this.dense = site.dense();
    StructuredLayer blocks = pattern.isFull() ? null : blocks();
    this.blocks = dense ? null : blocks;
    this.outputs = dense ? null : Panels.byOutput(pattern);
    // The resident order does not depend on the execution: norms of gradients add up in it.
    this.inputs = blocks == null && !pattern.isFull() ? Panels.byInput(pattern) : Panels.wholeByInput(pattern);
    this.full = dense && !pattern.isFull() ? new WrittenOut(fullPlaces(), pattern.in() * pattern.out()) : null;
    this.forward = dense ? null : new float[pattern.nnz()];
    this.forwardFrom = dense ? null : forwardFrom();
    this.crew = site.crew();
    long places = dense ? (long) pattern.out() * pattern.in() : pattern.nnz();
    int parts = crew.parts(places * Tile.LANES * site.tiles());
    int perTile = (parts + site.tiles() - 1) / site.tiles();
    this.outputCut = dense ? Cut.even(pattern.out(), UNIT, parts) : Cut.outputs(pattern, perTile);
    this.inputCut = dense ? Cut.even(pattern.in(), UNIT, parts) : Cut.inputs(pattern, parts);
    this.biasCut = Cut.even(pattern.out(), 1, parts);
    this.copyCut = Cut.even(pattern.nnz(), 1, crew.parts(COPY_COST * pattern.nnz()));
  }

  /** Blocks of four outputs and more share each load of an input, which pays at about 80 % sparsity. */
  private StructuredLayer blocks() {
    boolean pay = pattern.density() >= LEAST_DENSITY && Structure.of(pattern) instanceof Structure.Blocks found
        && found.rows() >= LEAST_ROWS;
    return pay ? StructuredLayer.of(pattern, kernels).orElse(null) : null;
  }

  /** Where each resident value lies in the full matrix, input by input. */
  private int[] fullPlaces() {
    int[] places = new int[pattern.nnz()];
    int[] flat = Patterns.flat(pattern);
    for (int p = 0; p < places.length; p++) {
      int place = flat[inputs.positions()[p]];
      places[p] = place % pattern.in() * pattern.out() + place / pattern.in();
    }
    return places;
  }

  /** Where each value of the forward order lies in resident order. */
  private int[] forwardFrom() {
    int[] resident = new int[pattern.nnz()];
    for (int p = 0; p < resident.length; p++) {
      resident[inputs.positions()[p]] = p;
    }
    int[] from = new int[resident.length];
    for (int k = 0; k < from.length; k++) {
      from[k] = resident[outputs.positions()[k]];
    }
    return from;
  }

  @Override
  public int[] residentOrder() {
    return inputs.positions();
  }

  @Override
  public void refresh() {
    if (full != null) {
      full.scatter(site.values(), weightAt);
    }
    if (blocks != null) {
      blocks.refresh(site.values(), weightAt);
      return;
    }
    if (!dense) {
      crew.run(copyCut.parts(), copyWork);
    }
  }

  private void copy(int part, int thread) {
    float[] values = site.values();
    for (int k = copyCut.from(part); k < copyCut.to(part); k++) {
      forward[k] = values[weightAt + forwardFrom[k]];
    }
  }

  @Override
  public void forward(Batch batch) {
    this.batch = batch;
    if (blocks != null) {
      crew.run(batch.tiles(), blockWork);
    } else {
      crew.run(dense ? outputCut.parts() : outputCut.parts() * batch.tiles(), dense ? denseWork : forwardWork);
    }
  }

  private void denseForward(int part, int thread) {
    kernels.denseForward(
        pattern.out(), pattern.in(), outputCut.from(part), outputCut.to(part), weights(), weightsAt(), bias.values(),
        bias.at(), x.values(), x.at(0), y.values(), y.at(0), site.relu(), batch.count(),
        site.scratch().floats(thread));
  }

  /** Tiles change faster than outputs, so that threads side by side read tiles of their own. */
  private void forward(int part, int thread) {
    int t = part % batch.tiles();
    int lines = part / batch.tiles();
    kernels.sparseForward(
        outputs, outputCut.from(lines), outputCut.to(lines), forward, bias.values(), bias.at(), x.values(), x.at(t),
        y.values(), y.at(t), site.relu(), batch.lanes(t));
  }

  private void forwardBlocks(int tile, int thread) {
    blocks.forward(
        bias.values(), bias.at(), x.values(), x.at(tile), y.values(), y.at(tile), site.relu(), batch.lanes(tile));
  }

  private float[] weights() {
    return full == null ? site.values() : full.values();
  }

  private int weightsAt() {
    return full == null ? weightAt : 0;
  }

  @Override
  public void backward(Batch batch) {
    this.batch = batch;
    if (full != null) {
      full.clear();
    }
    crew.run(inputCut.parts(), backwardWork);
    if (full != null) {
      full.gather(site.gradients(), weightAt);
    }
  }

  private void backward(int part, int thread) {
    float[] scratch = site.scratch().floats(thread);
    int from = inputCut.from(part);
    int to = inputCut.to(part);
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = batch.lanes(t);
      bias.backward(y, t, lanes, biasCut.from(part), biasCut.to(part), thread);
      if (!dense) {
        kernels.sparseBackward(
            inputs, from, to, site.values(), weightAt, site.gradients(), weightAt, x.values(), x.at(t), y.gradients(),
            y.gradientAt(t), x.gradients(), x.gradientAt(t), x.gated(), lanes, scratch);
      }
    }
    if (dense) {
      float[] gradients = full == null ? site.gradients() : full.gradients();
      kernels.denseBackward(
          pattern.out(), pattern.in(), from, to, weights(), weightsAt(), gradients, weightsAt(), x.values(), x.at(0),
          y.gradients(), y.gradientAt(0), x.gradients(), x.gradientAt(0), x.gated(), batch.count(), scratch);
    }
  }
}
