package io.gossamer.masks.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged mask messages: refused in a sentence, or the very bytes that their mask is encoded to. */
class MaskCodecFuzz {
  @Provide
  Arbitrary<Mask> masks() {
    return Arbitraries.of(
        new Mask(3, List.of("fc1", "fc2"),
            List.of(Patterns.random(8, 16, 13, new Seed(1)), Patterns.random(4, 8, 16, new Seed(2)))),
        new Mask(1, List.of("full", "none", "one"),
            List.of(Patterns.full(5, 3), Patterns.random(7, 2, 0, new Seed(3)), Patterns.full(1, 1))),
        new Mask(0, List.of(), List.of()));
  }

  @Property
  void damagedMasks(@ForAll("masks") Mask mask, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] message = ByteDamage.all(damage, MaskCodec.encode(mask));

    Verdict.of(message.length, () -> MaskCodec.decode(message, MaskCodecTest.shapes(mask))).accepted()
        .ifPresent(read -> assertThat(MaskCodec.encode(read)).isEqualTo(message));
  }
}
