package io.gossamer.masks.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCodecTest {
  private static final Seed SEED = new Seed(8).child("MaskCodecTest");

  private static Mask mask(Pattern... patterns) {
    List<String> names = Arrays.stream(patterns).map(p -> "layer " + p).toList();
    return new Mask(5, names, List.of(patterns));
  }

  @Test
  void decodingGivesTheSameMaskBack() {
    Mask mask = mask(
        Patterns.full(3, 4), Patterns.ofFlat(3, 4, new int[0]), Patterns.full(0, 4), Patterns.ofFlat(1, 1, new int[0]),
        Patterns.ofFlat(100, 100, new int[] {9_999}), Patterns.ofFlat(100, 100, new int[] {0}),
        Patterns.random(64, 64, 4_000, SEED), Patterns.random(64, 64, 40, SEED));

    assertThat(MaskCodec.decode(MaskCodec.encode(mask))).isEqualTo(mask);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.2, 0.1, 0.05, 0.02, 0.01})
  void staysWithinATenthOfTheEntropy(double density) {
    int places = 1_000_000;
    Mask mask = mask(Patterns.random(1000, 1000, (int) (density * places), SEED));

    double entropyBytes =
        places * -(density * Math.log(density) + (1 - density) * Math.log(1 - density)) / Math.log(2) / 8;

    assertThat((double) MaskCodec.encode(mask).length).isLessThan(1.1 * entropyBytes);
  }

  @Test
  void everyCutAndEveryFlippedByteIsNoticedOrHarmless() {
    Mask mask = mask(Patterns.random(20, 30, 90, SEED), Patterns.full(2, 2));
    byte[] whole = MaskCodec.encode(mask);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> MaskCodec.decode(cut)).isInstanceOf(CorruptFile.class);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1 << at % 8;
      try {
        assertThat(MaskCodec.decode(flipped).hash()).isEqualTo(mask.hash());
      } catch (CorruptFile | InvalidInput refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }
}
