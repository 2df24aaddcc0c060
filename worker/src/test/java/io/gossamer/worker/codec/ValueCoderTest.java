package io.gossamer.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.narrow.NarrowKernels;
import io.gossamer.ops.kernel.narrow.ScalarNarrow;
import io.gossamer.ops.random.Seed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCoderTest {
  private static final Seed SEED = new Seed(31).child("ValueCoderTest");
  private static final Seed ROUNDING = SEED.child("rounding");

  private final ValueCoder coder = new ValueCoder(NarrowKernels.like(KernelChoice.kernels()));

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Codec codec : Codec.values()) {
      for (int length : new int[] {0, 1, 7, 1023, 1024, 1025, 3000, 5121}) {
        for (double changed : new double[] {0, 0.002, 0.05, 0.5, 1}) {
          cases.add(Arguments.of(codec, length, changed));
        }
      }
    }
    return cases.stream();
  }

  private static float[] base(int length) {
    Seed.Stream stream = SEED.child("base", length).stream();
    float[] base = new float[length];
    for (int p = 0; p < length; p++) {
      base[p] = (float) stream.nextGaussian();
    }
    return base;
  }

  /** A share of the base moved by about a hundredth. */
  private static float[] moved(float[] base, double share) {
    Seed.Stream stream = SEED.child("moved", base.length).stream();
    float[] values = base.clone();
    for (int p = 0; p < values.length; p++) {
      if (stream.nextDouble() < share) {
        values[p] += (float) (0.01 * stream.nextGaussian());
      }
    }
    return values;
  }

  private static ByteBuffer read(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private float[] decode(byte[] bytes, float[] base) {
    float[] values = base.clone();
    coder.decode(read(bytes), values, 0, values.length);
    return values;
  }

  private byte[] encode(Codec codec, float[] base, float[] values) {
    return coder.encode(codec, codec != Codec.FP32, base, values, 0, values.length, ROUNDING);
  }

  /** Largest error of a move whose block's largest is {@code largest}. */
  private static double bound(Codec codec, double move, double largest) {
    return switch (codec) {
      case FP32 -> 0;
      case BF16 -> Math.abs(move) / 256;
      case FP16 -> Math.max(Math.abs(move) / 2048, largest * 0x1p-30);
      case INT8 -> largest / 127;
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatComesBackIsAsCloseAsTheCodecPromises(Codec codec, int length, double share) {
    float[] base = base(length);
    float[] values = moved(base, share);

    float[] back = decode(encode(codec, base, values), base);

    for (int from = 0; from < length; from += 1024) {
      int to = Math.min(length, from + 1024);
      double largest = 0;
      for (int p = from; p < to; p++) {
        largest = Math.max(largest, Math.abs(values[p] - base[p]));
      }
      for (int p = from; p < to; p++) {
        double rounding = codec == Codec.FP32 || values[p] == base[p] ? 0 : Math.ulp(values[p]);
        double allowed = values[p] == base[p] ? 0 : bound(codec, values[p] - base[p], largest) + rounding;
        // Not in the words of AssertJ: two million of them take half a minute.
        if (!(Math.abs((double) back[p] - values[p]) <= allowed)) {
          throw new AssertionError("value " + p + " is " + back[p] + ", sent " + values[p] + " on " + base[p]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesNoMoreBytesThanAllValuesAndFewWhereFewChanged(Codec codec, int length, double share) {
    float[] base = base(length);
    float[] values = moved(base, share);
    int changed = 0;
    for (int p = 0; p < length; p++) {
      changed += base[p] == values[p] ? 0 : 1;
    }

    int bytes = encode(codec, base, values).length;

    int blocks = (length + 1023) / 1024;
    long payload = codec.bytesOfAll(length);
    assertThat((long) bytes).isLessThanOrEqualTo(payload + 8);
    long places = Math.min(2L * changed, 128L * blocks);
    assertThat((long) bytes).isLessThanOrEqualTo(8 + 2L * blocks + places + codec.bytesOfAll(changed) + 8L * blocks);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void slicesCarryWhatTheWholeCarries(Codec codec, int length, double share) {
    float[] base = base(length);
    float[] values = moved(base, share);
    float[] whole = decode(encode(codec, base, values), base);
    float[] slices = base.clone();

    for (int from = 0; from < length; from += 2048) {
      int to = Math.min(length, from + 2048);
      byte[] slice = coder.encode(codec, codec != Codec.FP32, base, values, from, to, ROUNDING);
      coder.decode(read(slice), slices, from, to);
    }

    assertThat(slices).isEqualTo(whole);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void bytesAreThoseOfThePlainLoopsAndOfNothingElse(Codec codec) {
    float[] base = base(2500);
    float[] values = moved(base, 0.7);
    ValueCoder plain = new ValueCoder(new ScalarNarrow());
    coder.encode(codec, base(4000), SEED);

    byte[] bytes = encode(codec, base, values);

    assertThat(plain.encode(codec, codec != Codec.FP32, base, values, 0, 2500, ROUNDING)).isEqualTo(bytes);
    assertThat(encode(codec, base, values)).isEqualTo(bytes);
  }

  @Test
  void everyBitOfFp32Arrives() {
    float[] base = {1, 0, Float.NaN, 5, -0f};
    float[] values = {1, -0f, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0x7fc12345), 0f};

    float[] back = decode(encode(Codec.FP32, base, values), base);

    for (int p = 0; p < values.length; p++) {
      assertThat(Float.floatToRawIntBits(back[p])).isEqualTo(Float.floatToRawIntBits(values[p]));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Codec.class, names = "FP32", mode = EnumSource.Mode.EXCLUDE)
  void whatIsNotFiniteIsNotHidden(Codec codec) {
    float[] base = base(2000);
    for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] values = moved(base, 1);
      values[1500] = odd;

      float[] back = decode(encode(codec, base, values), base);

      assertThat(back[1500]).isNaN();
      assertThat(back[0]).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void anyMagnitudeIsFine(Codec codec) {
    for (float size : new float[] {0, Float.MIN_VALUE, 1e-38f, 1e-20f, 1e20f, 1e38f}) {
      float[] values = base(1500);
      for (int p = 0; p < values.length; p++) {
        values[p] = values[p] * 0.2f * size;
      }
      byte[] bytes = coder.encode(codec, values, ROUNDING);
      float[] back = decode(bytes, new float[1500]);
      for (int p = 0; p < values.length; p++) {
        assertThat(back[p]).isFinite();
        assertThat((double) back[p]).isCloseTo(values[p], within(size * 0.02 + 1e-36));
      }
    }
  }

  @Test
  void int8IsRightOnAverage() {
    int trials = 3000;
    float[] base = base(300);
    float[] values = moved(base, 1);
    double[] sum = new double[300];
    double largest = 0;
    for (int trial = 0; trial < trials; trial++) {
      byte[] bytes = coder.encode(Codec.INT8, true, new float[300], differences(base, values), 0, 300,
          SEED.child("trial", trial));
      float[] back = decode(bytes, new float[300]);
      for (int p = 0; p < 300; p++) {
        sum[p] += back[p];
        largest = Math.max(largest, Math.abs(back[p]));
      }
    }
    double deviation = 0.5 * largest / 127 / Math.sqrt(trials);
    float[] moves = differences(base, values);
    double meanError = 0;
    for (int p = 0; p < 300; p++) {
      assertThat(sum[p] / trials).isCloseTo(moves[p], within(4.5 * deviation));
      meanError += (sum[p] / trials - moves[p]) / 300;
    }
    assertThat(meanError).isCloseTo(0, within(4 * deviation / Math.sqrt(300)));
  }

  private static float[] differences(float[] base, float[] values) {
    float[] moves = new float[base.length];
    for (int p = 0; p < moves.length; p++) {
      moves[p] = values[p] - base[p];
    }
    return moves;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCutIsRefused(Codec codec, int length, double share) {
    float[] base = base(length);
    byte[] whole = encode(codec, base, moved(base, share));
    int step = Math.max(1, whole.length / 50);
    for (int cut = 0; cut < whole.length; cut += step) {
      byte[] bytes = Arrays.copyOf(whole, cut);
      assertThatThrownBy(() -> decode(bytes, base)).isInstanceOf(CorruptFile.class);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> decode(longer, base)).isInstanceOf(CorruptFile.class);
  }

  /** Whatever bytes come, decoding ends in values or in a sentence. */
  @ParameterizedTest
  @EnumSource(Codec.class)
  void noBytesBreakTheDecoder(Codec codec) {
    float[] base = base(2100);
    Seed.Stream stream = SEED.child("hostile", codec.ordinal()).stream();
    byte[] few = encode(codec, base, moved(base, 0.02));
    byte[] many = encode(codec, base, moved(base, 0.3));
    int refused = 0;
    for (int trial = 0; trial < 3000; trial++) {
      byte[] bytes = (trial % 2 == 0 ? few : many).clone();
      for (int flips = 1 + stream.nextInt(3); flips > 0; flips--) {
        bytes[stream.nextInt(trial % 3 == 0 ? 12 : bytes.length)] ^= (byte) (1 << stream.nextInt(8));
      }
      try {
        decode(bytes, base);
      } catch (CorruptFile e) {
        refused++;
        if (!e.getMessage().startsWith("a message")) {
          throw new AssertionError("not a sentence of ours", e);
        }
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void anotherLengthIsRefused() {
    byte[] bytes = encode(Codec.BF16, base(1030), moved(base(1030), 1));

    assertThatThrownBy(() -> decode(bytes, base(1031)))
        .isInstanceOf(CorruptFile.class).hasMessage("a message has 1030 values, expected are 1031");
  }

  @Test
  void aPromiseOfMoreThanTheBytesCanHoldIsRefusedBeforeRoomIsMade() {
    ByteBuffer huge = read(new byte[100]);
    huge.putInt(0, Integer.MAX_VALUE);
    ByteBuffer negative = read(new byte[100]);
    negative.putInt(0, -1);

    assertThatThrownBy(() -> ValueCoder.count(huge)).isInstanceOf(CorruptFile.class);
    assertThatThrownBy(() -> ValueCoder.count(negative)).isInstanceOf(CorruptFile.class);
  }
}
