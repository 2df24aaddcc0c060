package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvariantBroken;
import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void windowsAreWholeCacheLinesApart() {
    Arena arena = new Arena(Arena.rounded(1) + Arena.rounded(16) + Arena.rounded(17));
    int first = arena.take(1);
    int second = arena.take(16);
    int third = arena.take(17);
    assertThat(second - first).isEqualTo(16);
    assertThat(third - second).isEqualTo(16);
    assertThat(arena.floats()).hasSize(third + 32);
  }

  @Test
  void givesNoMoreThanItHas() {
    Arena arena = new Arena(16);
    arena.take(16);
    assertThatThrownBy(() -> arena.take(1)).isInstanceOf(InvariantBroken.class);
  }
}
