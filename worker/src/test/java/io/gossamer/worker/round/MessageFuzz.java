package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged messages of values: refused in a sentence, or the very bytes that their update is encoded to. */
class MessageFuzz {
  /** Where a message names its codec; the others than fp32 have several codes for a value. */
  private static final int CODEC = 68;

  @Provide
  Arbitrary<Update> updates() {
    return Arbitraries.of(
        new Update(7, 2, 3, 4, 0x0123456789abcdefL, 10, 320, 320, 12.5, 1_000, new float[] {1, -0.5f, 3e-9f}),
        new Update(1, 0, 0, 1, -1, 0, 0, 0, 0, 0, new float[0]));
  }

  @Property
  void damagedMessages(
      @ForAll("updates") Update update, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] message = ByteDamage.all(damage, Message.encode(update));

    Verdict.of(message.length, () -> Message.decode(message)).accepted()
        .filter(read -> message[CODEC] == 0)
        .ifPresent(read -> assertThat(Message.encode(read)).isEqualTo(message));
  }

  /** Values and state, down and up. */
  @Property
  void damagedReplicas(
      @ForAll Codec codec, @ForAll boolean up, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    Replica base = replica(1, -0.5f, 3e-9f, 0, 7);
    Assignment assignment = new Assignment(7, 2, 4, 0x0123456789abcdefL, 0, 0, 10, 11, 1, Assignment.UNBOUNDED, 3);
    Exchange exchange = new Exchange(codec, codec);
    Replica after = replica(1, -0.25f, 3e-9f, 2, 7);
    Update update = new Update(
        7, 2, 3, 4, 0x0123456789abcdefL, 10, 320, 320, 12.5, 1_000, after.values(), after.state());
    byte[] message = ByteDamage.all(damage, up ? Message.encodeUp(update, assignment, base, exchange)
        : Message.encodeDown(assignment, base, exchange));

    Verdict.of(message.length, () -> up ? Message.decode(message, particle -> base)
        : Message.decode(message, base.slots())).accepted()
        .ifPresent(read -> read.state().values().forEach(array ->
            assertThat(array).hasSameSizeAs(read.values())));
  }

  private static Replica replica(float... values) {
    return new Replica(values, Map.of(Slot.MOMENTUM, values.clone(), Slot.SQUARES, values.clone()));
  }

  /** In every codec, as moves against a base that the driver keeps. */
  @Property
  void damagedMoves(
      @ForAll Codec codec, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    float[] base = {1, -0.5f, 3e-9f, 0, 7, -7, 0.25f};
    float[] values = {1, -0.5f, 4e-9f, 0.125f, 7, -8, 0.5f};
    Update update = new Update(7, 2, 3, 4, 0x0123456789abcdefL, 10, 320, 320, 12.5, 1_000, values);
    Assignment assignment = new Assignment(7, 2, 4, 0x0123456789abcdefL, 0, 0, 10, 11, 1, Assignment.UNBOUNDED, 0);
    byte[] message =
        ByteDamage.all(damage, Message.encodeUp(update, assignment, Replica.of(base), new Exchange(Codec.FP32, codec)));

    Verdict.of(message.length, () -> Message.decode(message, particle -> Replica.of(base))).accepted()
        .ifPresent(read -> assertThat(read.values().length).isIn(0, base.length));
  }
}
