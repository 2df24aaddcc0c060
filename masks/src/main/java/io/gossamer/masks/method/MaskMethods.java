package io.gossamer.masks.method;

/** The registry of mask methods: one line each. */
public enum MaskMethods {
  /** Random places, fixed. */
  RANDOM(new RandomMask()),
  /** Magnitude along a rise of sparsity. */
  GRADUAL(new GradualMagnitude());

  private final MaskMethod method;

  MaskMethods(MaskMethod method) {
    this.method = method;
  }

  public MaskMethod method() {
    return method;
  }
}
