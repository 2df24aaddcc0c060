package io.gossamer.masks.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.hostile.HostileFiles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCodecTest {
  private static final Seed SEED = new Seed(8).child("MaskCodecTest");

  private static Mask mask(Pattern... patterns) {
    List<String> names = Arrays.stream(patterns).map(p -> "layer " + p).toList();
    return new Mask(5, names, List.of(patterns));
  }

  private static Mask decode(byte[] message, Mask expected) {
    return MaskCodec.decode(message, shapes(expected));
  }

  static List<LayerShape> shapes(Mask mask) {
    return IntStream.range(0, mask.layers().size()).mapToObj(l -> new LayerShape(
        mask.layers().get(l), mask.patterns().get(l).out(), mask.patterns().get(l).in())).toList();
  }

  @Test
  void decodingGivesTheSameMaskBack() {
    Mask mask = mask(
        Patterns.full(3, 4), Patterns.ofFlat(3, 4, new int[0]), Patterns.full(0, 4), Patterns.ofFlat(1, 1, new int[0]),
        Patterns.ofFlat(100, 100, new int[] {9_999}), Patterns.ofFlat(100, 100, new int[] {0}),
        Patterns.random(64, 64, 4_000, SEED), Patterns.random(64, 64, 40, SEED));

    assertThat(decode(MaskCodec.encode(mask), mask)).isEqualTo(mask);
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
  void everyCutAndEveryFlippedByteIsNoticedAndAVersionIsTheCallersToCheck() {
    Mask mask = mask(Patterns.random(20, 30, 90, SEED), Patterns.full(2, 2));
    byte[] whole = MaskCodec.encode(mask);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(cut, mask)).isInstanceOf(CorruptFile.class);
    }
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1 << at % 8;
      if (at < 4 || at >= 8) {
        assertThatThrownBy(() -> decode(flipped, mask)).isInstanceOf(CorruptFile.class);
      } else {
        assertThat(decode(flipped, mask).version()).isNotEqualTo(mask.version());
      }
    }
  }

  @Test
  void hostileMessages() {
    List<LayerShape> network = List.of(new LayerShape("fc1", 8, 16), new LayerShape("fc2", 4, 8));

    HostileFiles.check("masks", bytes -> MaskCodec.decode(bytes, network));
  }
}
