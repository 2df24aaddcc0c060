package io.gossamer.ops.layer;

import io.gossamer.ops.values.Role;

/**
 * One parameter of a layer.
 *
 * @param name within its layer, for example {@code weight}
 * @param out rows of the matrix; the length of a vector
 * @param in columns, kernel places counted in; 1 for a vector
 * @param kernel sides of a convolution's kernel; 0 where there is none
 * @param start first values
 */
public record Parameter(String name, Role role, int out, int in, int kernel, Start start) {
  /** First values of a parameter. */
  public enum Start {
    /** Normal with variance two over the kept inputs of the row. */
    FAN_IN,
    /** Normal with variance one over the columns: the entries of an embedding. */
    EMBEDDING,
    /** Zero. */
    ZEROS,
    /** One. */
    ONES
  }

  /** A weight matrix {@code [out, in]} under a mask. At most one a layer, named {@code weight}. */
  public static Parameter masked(int out, int in, int kernel) {
    return new Parameter("weight", Role.MASKED, out, in, kernel, Start.FAN_IN);
  }

  /** A vector. */
  public static Parameter vector(String name, Role role, int length, Start start) {
    return new Parameter(name, role, length, 1, 0, start);
  }

  /** Biases, from zero. */
  public static Parameter bias(int length) {
    return vector("bias", Role.BIAS, length, Start.ZEROS);
  }

  /** Values without a mask. */
  public long places() {
    return (long) out * in;
  }
}
