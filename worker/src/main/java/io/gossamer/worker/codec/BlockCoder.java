package io.gossamer.worker.codec;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.kernel.narrow.NarrowKernels;
import io.gossamer.ops.random.Seed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The values of one block in the bits of a codec: the scale, where it has one, then words. A block with a value that is
 * not finite comes back as NaN all over, so that a run that diverged is seen. Not for several threads.
 */
final class BlockCoder {
  /** Largest magnitude of 8 bits. */
  private static final float STEPS = 127;

  /** Exponent that the largest magnitude of a block of halves is brought to. */
  private static final int HALF_EXPONENT = 14;

  private final NarrowKernels kernels;
  private final int[] words = new int[NarrowKernels.ROOM];

  /** The values of the block; set before {@link #write}, read after {@link #read}. */
  final float[] x = new float[NarrowKernels.ROOM];

  BlockCoder(NarrowKernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Writes the first {@code count} of {@link #x}.
   *
   * @param first number of the block's first draw
   */
  void write(Codec codec, int count, Seed rounding, int first, ByteBuffer out) {
    if (count == 0) {
      return;
    }
    if (codec == Codec.FP32) {
      out.asFloatBuffer().put(x, 0, count);
      out.position(out.position() + 4 * count);
      return;
    }
    Arrays.fill(x, count, x.length, 0f);
    int largest = kernels.largest(x, count);
    boolean finite = largest < NarrowKernels.NOT_FINITE;
    float magnitude = Float.intBitsToFloat(largest);
    switch (codec) {
      case BF16 -> {
        if (finite) {
          kernels.toBf16(x, count, words);
        } else {
          Arrays.fill(words, 0x7fc07fc0);
        }
      }
      case FP16 -> {
        int exponent = halfExponent(magnitude);
        scale(finite, Math.scalb(1f, -exponent), out);
        kernels.toFp16(x, count, finite ? Math.scalb(1f, exponent) : 0, words);
      }
      case INT8 -> {
        float factor = factor(magnitude);
        scale(finite, factor == 0 ? 0 : magnitude / STEPS, out);
        kernels.toInt8(x, count, finite ? factor : 0, rounding.state(), first, words);
      }
      case FP32 -> throw new AssertionError(codec);
    }
    int length = codec.words(count);
    out.asIntBuffer().put(words, 0, length);
    out.position(out.position() + 4 * length);
  }

  private static void scale(boolean finite, float scale, ByteBuffer out) {
    out.putFloat(finite ? scale : Float.NaN);
  }

  /** Within what a float can scale by: blocks of smaller magnitudes lose precision. */
  private static int halfExponent(float magnitude) {
    return Math.min(Float.MAX_EXPONENT - 1, HALF_EXPONENT - Math.getExponent(magnitude));
  }

  /** The largest that takes {@code magnitude} to at most 127; 0 where all that small rounds to nothing. */
  private static float factor(float magnitude) {
    float factor = STEPS / magnitude;
    if (!Float.isFinite(factor)) {
      return 0;
    }
    return magnitude * factor > STEPS ? Math.nextDown(factor) : factor;
  }

  /**
   * Reads {@code count} values into {@link #x}.
   *
   * @throws CorruptFile if a scale is not one that {@link #write} makes
   */
  void read(Codec codec, int count, ByteBuffer in) {
    if (count == 0) {
      return;
    }
    if (codec == Codec.FP32) {
      in.asFloatBuffer().get(x, 0, count);
      in.position(in.position() + 4 * count);
      return;
    }
    float scale = codec.isScaled() ? in.getFloat() : 1;
    if (scale < 0 || scale == Float.POSITIVE_INFINITY) {
      throw new CorruptFile("a message of values has a block with scale " + scale);
    }
    int length = codec.words(count);
    in.asIntBuffer().get(words, 0, length);
    in.position(in.position() + 4 * length);
    switch (codec) {
      case BF16 -> kernels.fromBf16(words, count, x);
      case FP16 -> kernels.fromFp16(words, count, scale, x);
      case INT8 -> kernels.fromInt8(words, count, scale, x);
      case FP32 -> throw new AssertionError(codec);
    }
  }
}
