package io.gossamer.masks.allocation;

/**
 * One maskable weight matrix {@code [out, in]}.
 *
 * @param kernel sides of a convolution's kernel, whose {@code kernel * kernel} places {@code in} counts in; 0 for a
 *     linear layer
 */
public record LayerShape(String name, int out, int in, int kernel) {
  /** A linear layer. */
  public LayerShape(String name, int out, int in) {
    this(name, out, in, 0);
  }

  /** Places of the kernel; 1 for a linear layer. */
  int area() {
    return Math.max(1, kernel * kernel);
  }

  /** Weights without a mask. */
  public long places() {
    return (long) out * in;
  }
}
