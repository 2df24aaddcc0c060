package io.gossamer.masks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.pattern.Patterns;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExploredTest {
  private static Mask mask(int version, int... places) {
    return new Mask(version, List.of("fc1"), List.of(Patterns.ofFlat(2, 50, places)));
  }

  @Test
  void placesStayExploredAlsoWhenTheMethodForgets() {
    MaskMemory first = Explored.add(MaskMemory.EMPTY, MaskMemory.EMPTY, mask(0, 0, 1), mask(1, 1, 99));
    MaskMemory second = Explored.add(first, MaskMemory.EMPTY, mask(1, 1, 99), mask(2, 2, 99));

    assertThat(Explored.rate(MaskMemory.EMPTY, mask(0, 0, 1), 0)).isEqualTo(0.02);
    assertThat(Explored.rate(first, mask(1, 1, 99), 0)).isEqualTo(0.03);
    assertThat(Explored.rate(MaskMemory.unpacked(second.packed()), mask(2, 2, 99), 0)).isEqualTo(0.04);
  }
}
