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
  GRANET(new Granet()),
  /** Soft thresholds that decay upwards. */
  STR(new Str()),
  /** Soft thresholds with an annealed leak of gradient. */
  AUTOSPARSE(new AutoSparse()),
  /** A pull that bends where the final count cuts. */
  HYPERSPARSE(new HyperSparse()),
  /** Decay where the loss does not feel it. */
  SENSITIVITY(new Sensitivity()),
  /** Computes with the largest of what is stored. */
  TOPKAST(new TopKast()),
  /** N of every M inputs. */
  NM(new NofMMethod()),
  /** Compressed and dense by turns. */
  AC_DC(new AcDc()),
  /** The sparse envelope of groups. */
  WGSEF(new Wgsef()),
  /** Flat block butterfly and low rank, fixed. */
  BUTTERFLY(new Butterfly()),
  /** A larger network, as sparse as it takes to cost the same. */
  ISO_FLOP(new IsoFlopWidening());

  private final MaskMethod method;

  MaskMethods(MaskMethod method) {
    this.method = method;
  }

  public MaskMethod method() {
    return method;
  }
}
