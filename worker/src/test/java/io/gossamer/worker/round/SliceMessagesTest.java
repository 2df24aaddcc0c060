package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.SliceMessages.Slice;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SliceMessagesTest {
  private static final int BLOCK = 1_024;
  private static final Assignment ASSIGNMENT = new Assignment(7, 2, 4, 99, 30, 30, 10, 5, 1, Assignment.UNBOUNDED, 0);

  static Stream<Arguments> shapes() {
    return Stream.of(Codec.values()).flatMap(codec -> Stream.of(1, 1_023, 1_024, 1_025, 5_000, 8_192)
        .flatMap(length -> Stream.of(0.0, 0.01, 0.3, 0.97, 1.0).map(share -> Arguments.of(codec, length, share))));
  }

  private static float[] random(String name, int length) {
    Seed.Stream stream = new Seed(3).child(name, length).stream();
    float[] values = new float[length];
    for (int p = 0; p < length; p++) {
      values[p] = (float) stream.nextGaussian();
    }
    return values;
  }

  /** Dense changes in the first blocks and few in the others, so that slices alone would choose other forms. */
  private static float[] moved(float[] base, double share) {
    float[] values = base.clone();
    Seed.Stream stream = new Seed(3).child("moved", base.length).stream();
    for (int p = 0; p < values.length; p++) {
      if (stream.nextDouble() < (p < 2 * BLOCK ? share : share / 20)) {
        values[p] += 0.01f * (float) stream.nextGaussian();
      }
    }
    return values;
  }

  private static Update update(float[] values, double loss) {
    return new Update(7, 2, 3, 4, 99, 10, 640, 640, loss, 1_000, values);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void slicesCarryTheBitsOfTheWhole(Codec codec, int length, double share) {
    float[] base = random("base", length);
    Update update = update(moved(base, share), 12.5);
    Exchange exchange = new Exchange(Codec.FP32, codec);
    float[] whole = Message.decode(Message.encodeUp(
        update, ASSIGNMENT, Replica.of(base), exchange), particle -> Replica.of(base)).values();

    for (int blocks : new int[] {1, 2, 3}) {
      int slice = blocks * BLOCK;
      int slices = (length + slice - 1) / slice;
      byte[][] messages = SliceMessages.encode(update, ASSIGNMENT, Replica.of(base), exchange, slice, slices);
      for (int n = 0; n < slices; n++) {
        int to = Math.min(length, (n + 1) * slice);
        Slice decoded = SliceMessages.decode(messages[n], Arrays.copyOfRange(base, n * slice, to));
        assertThat(decoded.update().values()).isEqualTo(Arrays.copyOfRange(whole, n * slice, to));
        assertThat(decoded.isSound()).isTrue();
        assertThat(decoded.update()).usingRecursiveComparison().ignoringFields("values").isEqualTo(update);
        assertThat(SliceMessages.particle(messages[n])).isEqualTo(2);
        assertThat(SliceMessages.shard(messages[n])).isEqualTo(3);
      }
    }
  }

  @Test
  void whatIsNotFiniteIsNamedInEverySliceAndSendsNoValues() {
    float[] base = random("base", 3_000);
    float[] values = base.clone();
    values[2_500] = Float.NEGATIVE_INFINITY;
    values[2_501] = Float.NaN;

    for (byte[] message : SliceMessages.encode(
        update(values, 1), ASSIGNMENT, Replica.of(base), Exchange.EXACT, BLOCK, 3)) {
      assertThat(message).hasSize(SliceMessages.HEADER);
      Slice slice = SliceMessages.decode(message, new float[0]);
      assertThat(slice.isSound()).isFalse();
      assertThat(slice.place()).isEqualTo(2_500);
      assertThat(slice.value()).isEqualTo(Float.NEGATIVE_INFINITY);
    }
    byte[] lost = SliceMessages.encode(
        update(base, Double.NaN), ASSIGNMENT, Replica.of(base), Exchange.EXACT, 3 * BLOCK, 1)[0];
    assertThat(SliceMessages.decode(lost, new float[0]).isSound()).isFalse();
  }

  @Test
  void anEmptyShardSendsAHeaderForEverySlice() {
    byte[][] messages = SliceMessages.encode(
        update(new float[0], 0), ASSIGNMENT, Replica.of(random("base", 3_000)), Exchange.EXACT, BLOCK, 3);

    assertThat(messages).hasDimensions(3, SliceMessages.HEADER);
    assertThat(SliceMessages.decode(messages[2], new float[952]).update().values()).isEmpty();
  }

  @Test
  void aHeaderAloneReadsBack() {
    float[] base = random("base", 100);
    byte[] message = SliceMessages.encode(
        update(base, 1), ASSIGNMENT, Replica.of(base), Exchange.EXACT, BLOCK, 1)[0];
    Slice slice = SliceMessages.decode(message, base.clone());

    Slice header = SliceMessages.decode(SliceMessages.header(slice), new float[0]);

    assertThat(header.update()).usingRecursiveComparison().ignoringFields("values").isEqualTo(slice.update());
    assertThat(header.update().values()).isEmpty();
  }

  @Test
  void everyCutIsRefused() {
    float[] base = random("base", 40);
    byte[] whole = SliceMessages.encode(
        update(moved(base, 1), 1), ASSIGNMENT, Replica.of(base), Exchange.EXACT, BLOCK, 1)[0];
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> SliceMessages.decode(cut, base.clone())).isInstanceOf(CorruptFile.class);
    }
  }

  @Test
  void aSliceOfWholeValuesIsReadAlone() {
    float[] values = random("base", 2_100);
    byte[] message = Message.encode(7, 2, 4, 99, values);

    assertThat(Message.slice(message, 0, 1_024, 2_048)).isEqualTo(Arrays.copyOfRange(values, 1_024, 2_048));
    assertThat(Message.slice(message, 0, 2_048, 2_100)).isEqualTo(Arrays.copyOfRange(values, 2_048, 2_100));
    assertThatThrownBy(() -> Message.slice(message, 0, 2_048, 2_101)).isInstanceOf(CorruptFile.class);
  }
}
