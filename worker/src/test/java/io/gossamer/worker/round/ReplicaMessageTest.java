package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.SliceMessages.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values with the optimiser's state beside them. */
class ReplicaMessageTest {
  private static final int BLOCK = 1_024;
  private static final List<Slot> SLOTS = List.of(Slot.MOMENTUM, Slot.SQUARES);
  private static final Assignment ASSIGNMENT = new Assignment(7, 2, 4, 99, 30, 30, 10, 5, 1, Assignment.UNBOUNDED, 30);

  private static float[] random(String name, int length, double scale) {
    Seed.Stream stream = new Seed(3).child(name, length).stream();
    float[] values = new float[length];
    for (int p = 0; p < length; p++) {
      values[p] = (float) (scale * stream.nextGaussian());
    }
    return values;
  }

  /** Squares run over as many powers of ten as gradients do, and often are zero. */
  private static Replica replica(String name, int length) {
    float[] squares = random(name + " squares", length, 1);
    for (int p = 0; p < length; p++) {
      squares[p] = p % 5 == 0 ? 0 : (float) Math.pow(10, -30 * Math.abs(squares[p]));
    }
    return new Replica(random(name, length, 1), Map.of(
        Slot.MOMENTUM, random(name + " momentum", length, 0.01), Slot.SQUARES, squares));
  }

  private static Update update(Replica replica) {
    return new Update(7, 2, 3, 4, 99, 10, 640, 640, 12.5, 1_000, replica.values(), replica.state());
  }

  @Test
  void withoutRoundingAllComesBackToTheBit() {
    Replica base = replica("base", 2_500);
    Replica after = replica("after", 2_500);

    byte[] down = Message.encodeDown(ASSIGNMENT, base, Exchange.EXACT);
    byte[] up = Message.encodeUp(update(after), ASSIGNMENT, base, Exchange.EXACT);

    assertThat(down).hasSize(Message.HEADER + 2 * 8 + 3 * 4 * 2_500);
    assertThat(up.length).as("zeros that stayed zero are left out").isLessThan(down.length);
    assertThat(Message.decode(down, SLOTS).replica()).usingRecursiveComparison().isEqualTo(base);
    assertThat(Message.decode(up, particle -> base).replica()).usingRecursiveComparison().isEqualTo(after);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void momentumTravelsAsValuesDoAndSquaresAsTheyAre(Codec codec) {
    Replica base = replica("base", 2_500);
    Replica after = replica("after", 2_500);
    Exchange exchange = new Exchange(codec, codec);

    byte[] message = Message.encodeDown(ASSIGNMENT, base, exchange);
    Replica down = Message.decode(message, SLOTS).replica();
    Replica up = Message.decode(
        Message.encodeUp(update(after), ASSIGNMENT, down, exchange), particle -> base).replica();

    assertThat((long) message.length).isEqualTo(Message.HEADER + 2 * 8 + 2 * codec.bytesOfAll(2_500) + 4 * 2_500);
    assertThat(down.state().get(Slot.SQUARES)).isEqualTo(base.state().get(Slot.SQUARES));
    assertThat(up.state().get(Slot.SQUARES)).isEqualTo(after.state().get(Slot.SQUARES));
    float[] momentum = after.state().get(Slot.MOMENTUM);
    for (int p = 0; p < momentum.length; p++) {
      assertThat(Math.abs(up.state().get(Slot.MOMENTUM)[p] - momentum[p]))
          .isLessThan(codec == Codec.FP32 ? Float.MIN_VALUE : 0.06f / 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1", "FP32, 5000", "INT8, 1023", "INT8, 4096", "BF16, 3000", "FP16, 1025"})
  void slicesCarryTheBitsOfTheWhole(Codec codec, int length) {
    Replica base = replica("base", length);
    Update update = update(replica("after", length));
    Exchange exchange = new Exchange(Codec.FP32, codec);
    byte[] message = Message.encodeUp(update, ASSIGNMENT, base, exchange);
    Replica whole = Message.decode(message, particle -> base).replica();
    byte[] down = Message.encodeDown(ASSIGNMENT, base, Exchange.EXACT);
    int perArray = (length + 2 * BLOCK - 1) / (2 * BLOCK);

    byte[][] messages = SliceMessages.encode(update, ASSIGNMENT, base, exchange, 2 * BLOCK, 3 * perArray);

    for (int n = 0; n < messages.length; n++) {
      int from = n % perArray * 2 * BLOCK;
      int to = Math.min(length, from + 2 * BLOCK);
      Slice slice = SliceMessages.decode(messages[n], Message.slice(down, n / perArray, from, to));
      assertThat(slice.isSound()).isTrue();
      assertThat(slice.update().values()).isEqualTo(Arrays.copyOfRange(whole.array(n / perArray), from, to));
    }
    assertThatThrownBy(() -> Message.slice(down, 3, 0, 1)).isInstanceOf(CorruptFile.class);
    assertThatThrownBy(() -> Message.slice(down, 2, 0, length + 1)).isInstanceOf(CorruptFile.class);
    assertThatThrownBy(() -> Message.slice(down, 0, 0, length + 1)).isInstanceOf(CorruptFile.class);
  }

  @Test
  void stateThatIsNotFiniteIsNamedInEverySlice() {
    Replica after = replica("after", 3_000);
    after.state().get(Slot.SQUARES)[17] = Float.POSITIVE_INFINITY;

    for (byte[] message : SliceMessages.encode(
        update(after), ASSIGNMENT, replica("base", 3_000), Exchange.EXACT, BLOCK, 9)) {
      Slice slice = SliceMessages.decode(message, new float[0]);
      assertThat(slice.isSound()).isFalse();
      assertThat(slice.place()).isEqualTo(2 * 3_000 + 17);
      assertThat(slice.value()).isEqualTo(Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void everyCutAndEveryOtherStateIsRefused() {
    Replica base = replica("base", 40);
    byte[] down = Message.encodeDown(ASSIGNMENT, base, Exchange.EXACT);
    byte[] up = Message.encodeUp(update(replica("after", 40)), ASSIGNMENT, base, Exchange.EXACT);
    for (int length = 0; length < down.length; length++) {
      byte[] cut = Arrays.copyOf(down, length);
      assertThatThrownBy(() -> Message.decode(cut, SLOTS)).isInstanceOf(CorruptFile.class);
    }
    for (int length = 0; length < up.length; length++) {
      byte[] cut = Arrays.copyOf(up, length);
      assertThatThrownBy(() -> Message.decode(cut, particle -> base)).isInstanceOf(CorruptFile.class);
    }
    assertThatThrownBy(() -> Message.decode(down)).isInstanceOf(CorruptFile.class)
        .hasMessageContaining("bytes behind its end");
    assertThatThrownBy(() -> Message.decode(down, List.of(Slot.MOMENTUM))).isInstanceOf(CorruptFile.class);
    assertThatThrownBy(() -> Message.decode(up, particle -> Replica.of(base.values())))
        .isInstanceOf(CorruptFile.class);
  }
}
