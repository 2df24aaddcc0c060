package io.gossamer.ops.kernel.narrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each narrow form does to values, and the vector loops against the plain ones. */
class NarrowTest {
  private static final Seed SEED = new Seed(5).child("NarrowTest");
  private static final float FACTOR = 0x1p3f;

  private final NarrowKernels scalar = new ScalarNarrow();
  private final NarrowKernels vector = new VectorNarrow();

  static IntStream counts() {
    return IntStream.of(0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 100, 255, 257, 1000, 1021, 1023, 1024);
  }

  /** Normals over many magnitudes, with zeros of both signs and subnormal numbers among them. */
  private static float[] block(int count, Seed seed) {
    Seed.Stream stream = seed.stream();
    float[] x = new float[NarrowKernels.ROOM];
    for (int i = 0; i < count; i++) {
      double spread = StrictMath.pow(10, -6 * stream.nextDouble());
      x[i] = switch (i % 11) {
        case 3 -> 0f;
        case 5 -> -0f;
        case 7 -> Float.MIN_VALUE * (i + 1);
        default -> (float) (stream.nextGaussian() * spread);
      };
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("counts")
  void vectorsGiveTheBitsOfThePlainLoops(int count) {
    for (long round = 0; round < 5; round++) {
      float[] x = block(count, SEED.child("twin", count, round));
      assertThat(vector.largest(x, count)).isEqualTo(scalar.largest(x, count));
      assertSame(count, 2, x, NarrowKernels::toBf16, NarrowKernels::fromBf16);
      assertSame(count, 2, x, (k, from, n, to) -> k.toFp16(from, n, FACTOR, to),
          (k, from, n, to) -> k.fromFp16(from, n, 1 / FACTOR, to));
      long key = SEED.child("key", round).state();
      assertSame(count, 4, x, (k, from, n, to) -> k.toInt8(from, n, 20f, key, 4096, to),
          (k, from, n, to) -> k.fromInt8(from, n, 0.05f, to));
    }
  }

  private interface Narrowing {
    void apply(NarrowKernels kernels, float[] x, int count, int[] words);
  }

  private interface Widening {
    void apply(NarrowKernels kernels, int[] words, int count, float[] x);
  }

  private void assertSame(int count, int parts, float[] x, Narrowing narrow, Widening widen) {
    int[] expected = new int[NarrowKernels.ROOM];
    int[] found = new int[NarrowKernels.ROOM];
    narrow.apply(scalar, x.clone(), count, expected);
    narrow.apply(vector, x.clone(), count, found);
    int words = NarrowKernels.words(count, parts);
    assertThat(Arrays.copyOf(found, words)).isEqualTo(Arrays.copyOf(expected, words));
    float[] plain = new float[NarrowKernels.ROOM];
    float[] fast = new float[NarrowKernels.ROOM];
    widen.apply(scalar, expected, count, plain);
    widen.apply(vector, expected, count, fast);
    for (int i = 0; i < count; i++) {
      assertThat(Float.floatToRawIntBits(fast[i])).as("value %d of %d", i, count)
          .isEqualTo(Float.floatToRawIntBits(plain[i]));
    }
  }

  static Stream<NarrowKernels> both() {
    return Stream.of(new ScalarNarrow(), new VectorNarrow());
  }

  @ParameterizedTest
  @MethodSource("both")
  void bf16IsTheNearestOfTheTwoNeighboursAndTiesGoToEven(NarrowKernels kernels) {
    float[] x = block(1000, SEED.child("bf16"));
    x[0] = Float.intBitsToFloat(0x3f808000);
    x[1] = Float.intBitsToFloat(0x3f818000);
    float[] back = new float[NarrowKernels.ROOM];
    int[] words = new int[NarrowKernels.ROOM];

    kernels.toBf16(x, 1000, words);
    kernels.fromBf16(words, 1000, back);

    assertThat(Float.floatToRawIntBits(back[0])).isEqualTo(0x3f800000);
    assertThat(Float.floatToRawIntBits(back[1])).isEqualTo(0x3f820000);
    for (int i = 0; i < 1000; i++) {
      assertThat(Float.floatToRawIntBits(back[i]) & 0xffff).isZero();
      assertThat((double) back[i]).isCloseTo(x[i], within(Math.abs((double) x[i]) / 256 + 0x1p-134));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void everyHalfComesBackAsItself(NarrowKernels kernels) {
    float[] x = new float[NarrowKernels.ROOM];
    int[] words = new int[NarrowKernels.ROOM];
    float[] back = new float[NarrowKernels.ROOM];
    for (int from = 0; from < 0x7800; from += 1024) {
      for (int i = 0; i < 1024; i++) {
        x[i] = half(from + i) * (i % 2 == 0 ? 1 : -1);
      }
      kernels.toFp16(x, 1024, 1, words);
      kernels.fromFp16(words, 1024, 1, back);
      assertThat(Arrays.copyOf(back, 1024)).isEqualTo(Arrays.copyOf(x, 1024));
    }
  }

  /** IEEE 754 binary16, straight from its definition. */
  private static float half(int bits) {
    int exponent = bits >> 10;
    int mantissa = bits & 0x3ff;
    return exponent == 0
        ? (float) (mantissa * StrictMath.pow(2, -24))
        : (float) ((1024 + mantissa) * StrictMath.pow(2, exponent - 25));
  }

  @ParameterizedTest
  @MethodSource("both")
  void halvesRoundToTheNearest(NarrowKernels kernels) {
    float[] x = block(1024, SEED.child("fp16"));
    int[] words = new int[NarrowKernels.ROOM];
    float[] back = new float[NarrowKernels.ROOM];

    kernels.toFp16(x.clone(), 1024, FACTOR, words);
    kernels.fromFp16(words, 1024, 1 / FACTOR, back);

    for (int i = 0; i < 1024; i++) {
      assertThat((double) back[i])
          .isCloseTo(x[i], within(Math.max(Math.abs((double) x[i]) / 2048, 0x1p-25 / FACTOR)));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void int8IsOneOfTheTwoNeighboursAndRightOnAverage(NarrowKernels kernels) {
    int trials = 4000;
    int count = 64;
    float[] x = new float[NarrowKernels.ROOM];
    for (int i = 0; i < count; i++) {
      x[i] = -127 + 254f * i / (count - 1);
    }
    double[] sum = new double[count];
    int[] words = new int[NarrowKernels.ROOM];
    float[] back = new float[NarrowKernels.ROOM];
    for (int trial = 0; trial < trials; trial++) {
      kernels.toInt8(x.clone(), count, 1, SEED.child("trial", trial).state(), 1024 * (trial % 7), words);
      kernels.fromInt8(words, count, 1, back);
      for (int i = 0; i < count; i++) {
        assertThat((double) back[i]).isBetween(Math.floor(x[i]), Math.ceil(x[i]));
        sum[i] += back[i];
      }
    }
    for (int i = 0; i < count; i++) {
      double fraction = x[i] - Math.floor(x[i]);
      double deviation = Math.sqrt(fraction * (1 - fraction) / trials);
      assertThat(sum[i] / trials).isCloseTo(x[i], within(4.5 * deviation + 0x1p-17));
    }
  }

  /** Draws of neighbours, and of the same value under neighbouring keys, must not move together. */
  @Test
  void drawsAreEvenAndIndependentOfTheirNeighbours() {
    int n = 1 << 18;
    double[] sums = new double[4];
    for (int i = 0; i < n; i++) {
      double here = ScalarNarrow.draw(i, 11, 12);
      sums[0] += here;
      sums[1] += here * here;
      sums[2] += here * ScalarNarrow.draw(i + 1, 11, 12);
      sums[3] += here * ScalarNarrow.draw(i, 12, 12);
    }
    double deviation = 1 / Math.sqrt(12.0 * n);
    assertThat(sums[0] / n).isCloseTo(0, within(4 * deviation));
    assertThat(sums[1] / n).isCloseTo(1.0 / 12, within(4 * deviation / 3.8));
    assertThat(sums[2] / n).isCloseTo(0, within(4 / (12 * Math.sqrt(n))));
    assertThat(sums[3] / n).isCloseTo(0, within(4 / (12 * Math.sqrt(n))));
  }

  @Test
  void whatIsNotFiniteIsSeen() {
    float[] x = block(100, SEED.child("finite"));
    for (NarrowKernels kernels : new NarrowKernels[] {scalar, vector}) {
      assertThat(kernels.largest(x, 100)).isLessThan(NarrowKernels.NOT_FINITE);
      for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        float[] y = x.clone();
        y[99] = odd;
        assertThat(kernels.largest(y, 100)).isGreaterThanOrEqualTo(NarrowKernels.NOT_FINITE);
      }
    }
  }

  @Test
  void narrowKernelsAreOfTheKindOfTheOthers() {
    assertThat(NarrowKernels.like(KernelChoice.kernels())).isInstanceOf(VectorNarrow.class);
    assertThat(NarrowKernels.like(new ScalarKernels())).isInstanceOf(ScalarNarrow.class);
  }
}
