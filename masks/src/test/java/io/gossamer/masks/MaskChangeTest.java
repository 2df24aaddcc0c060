package io.gossamer.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Patterns;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskChangeTest {
  private static final Mask BEFORE = mask(3, 0, 2, 5);
  private static final Mask AFTER = mask(4, 2, 3, 5);

  private static Mask mask(int version, int... places) {
    return new Mask(version, List.of("fc1"), List.of(Patterns.ofFlat(2, 3, places)));
  }

  @Test
  void keptPlacesKeepDroppedLoseAndGrownStartAtZero() {
    MaskChange change = MaskChange.between(BEFORE, AFTER);

    assertThat(change.move(new float[] {10, 12, 15, 0.1f, 0.2f})).containsExactly(12, 0, 15, 0.1f, 0.2f);
    assertThat(change.dropped()).isEqualTo(1);
    assertThat(change.grown()).isEqualTo(1);
  }

  @Test
  void whatWasDroppedAndGrownAtOnceStartsAtZeroWhereAsked() {
    MaskChange change = MaskChange.between(BEFORE, mask(3, 0, 2), AFTER);

    assertThat(change.move(new float[] {10, 12, 15, 0.1f})).containsExactly(12, 0, 0, 0.1f);
    assertThat(change.dropped()).isEqualTo(2);
    assertThat(change.grown()).isEqualTo(2);
  }

  @Test
  void hashDependsOnPlacesOnly() {
    assertThat(mask(9, 0, 2, 5).hash()).isEqualTo(BEFORE.hash());
    assertThat(AFTER.hash()).isNotEqualTo(BEFORE.hash());
    assertThat(BEFORE.sparsity()).isEqualTo(0.5);
  }

  @Test
  void refusesAnUpdateMadeWithAnotherMaskAndNamesBoth() {
    assertThatThrownBy(() -> AFTER.check("update of shard 2", BEFORE.version(), BEFORE.hash()))
        .isInstanceOf(InvariantBroken.class)
        .hasMessageContaining("update of shard 2 was made with mask 3 (" + String.format("%016x", BEFORE.hash()))
        .hasMessageContaining("the run is at mask 4 (" + String.format("%016x", AFTER.hash()));
  }
}
