package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged messages of values: refused in a sentence, or the very bytes that their update is encoded to. */
class MessageFuzz {
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
        .ifPresent(read -> assertThat(Message.encode(read)).isEqualTo(message));
  }
}
