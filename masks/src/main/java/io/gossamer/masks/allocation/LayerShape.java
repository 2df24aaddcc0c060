package io.gossamer.masks.allocation;

/** One maskable weight matrix {@code [out, in]}. */
public record LayerShape(String name, int out, int in) {
  /** Weights without a mask. */
  public long places() {
    return (long) out * in;
  }
}
