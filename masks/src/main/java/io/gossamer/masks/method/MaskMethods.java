package io.gossamer.masks.method;

/** The registry of mask methods: one line each. */
public enum MaskMethods {
  /** Random places, fixed. */
  RANDOM(new RandomMask()),
  /** The best of several random masks. */
  RANDOM_SEARCH(new RandomSearch()),
  /** Largest first values. */
  MAGNITUDE(new Magnitude()),
  /** Connection sensitivity before training. */
  SNIP(new Snip()),
  /** Gradient flow before training. */
  GRASP(new Grasp()),
  /** Synaptic flow before training, without data. */
  SYNFLOW(new SynFlow()),
  /** Fisher information, before training or again and again. */
  FISHER(new Fisher()),
  /** Sampled by what weights add to outputs. */
  SKETCH(new Sketch()),
  /** Magnitude along a rise of sparsity. */
  GRADUAL(new GradualMagnitude()),
  /** Drops by magnitude, grows at random. */
  SET(new SparseEvolution()),
  /** Drops by magnitude, grows by gradient. */
  RIGL(new RigL()),
  /** As rigl, with a bonus for what was seldom tried. */
  DST_EE(new DstEe()),
  /** As rigl, by momentum, and between layers. */
  SPARSE_MOMENTUM(new SparseMomentum()),
  /** As rigl, with one fan-in a layer. */
  SRIGL(new SrigL()),
  /** Gradual, with regeneration. */
  GRANET(new Granet());

  private final MaskMethod method;

  MaskMethods(MaskMethod method) {
    this.method = method;
  }

  public MaskMethod method() {
    return method;
  }
}
