package io.gossamer.ops.kernel.narrow;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;

/**
 * Loops over one block. Several values share a word of 32 bits, and a word's neighbours hold its values' neighbours:
 * with {@code n} values in {@code w} words, value {@code i} is part {@code i / w} of word {@code i % w}. So a vector
 * of values becomes a vector of words without a shuffle.
 *
 * <p>Arrays are at least {@link #ROOM} long; what lies in {@code x} from the count on must be zero, and may be anything
 * afterwards. Values must be finite.
 */
public interface NarrowKernels {
  /** Most values of a block. */
  int BLOCK = 1024;

  /** Length of the arrays of a block: vectors may run over its end. */
  int ROOM = BLOCK + 64;

  /** From here on the raw bits of a magnitude are infinite or no number. */
  int NOT_FINITE = 0x7f800000;

  /** Words of {@code count} values of which each word holds {@code parts}. */
  static int words(int count, int parts) {
    return (count + parts - 1) / parts;
  }

  /** Raw bits of the largest magnitude, 0 for none: ordered like the magnitudes, with infinity and NaN above. */
  int largest(float[] x, int count);

  /** Rounds to the nearest bfloat16, ties to even. */
  void toBf16(float[] x, int count, int[] words);

  void fromBf16(int[] words, int count, float[] x);

  /**
   * Rounds {@code x * factor} to the nearest IEEE half, ties to even.
   *
   * @param factor a power of two that brings every magnitude below 32,768
   */
  void toFp16(float[] x, int count, float factor, int[] words);

  /** The reverse; {@code scale} is {@code 1 / factor}. */
  void fromFp16(int[] words, int count, float scale, float[] x);

  /**
   * Rounds {@code x * factor} to a whole number, up or down at random such that the expectation is {@code x * factor}
   * to {@code 2^-17}.
   *
   * @param factor brings every magnitude to at most 127
   * @param key names the draws
   * @param first draw of value 0; value {@code i} takes draw {@code first + i}
   */
  void toInt8(float[] x, int count, float factor, long key, int first, int[] words);

  /** The reverse: whole numbers times {@code scale}. */
  void fromInt8(int[] words, int count, float scale, float[] x);

  /** The kernels of the same kind, scalar or vector, as {@code kernels}. */
  static NarrowKernels like(Kernels kernels) {
    if (kernels instanceof ScalarKernels) {
      return new ScalarNarrow();
    }
    try {
      // By name, so that this class loads where the vector module is missing.
      Class<?> type = Class.forName("io.gossamer.ops.kernel.narrow.VectorNarrow");
      return (NarrowKernels) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw (InvariantBroken) new InvariantBroken(
          "vector kernels for narrow values cannot be loaded beside " + kernels.name()).initCause(e);
    }
  }
}
