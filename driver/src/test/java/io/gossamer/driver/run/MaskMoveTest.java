package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.ops.pattern.Patterns;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of values and of everything that lies beside them when a mask moves (methods.md I7). */
class MaskMoveTest {
  private static final float[] VALUES = {1, 2, 3, 4, 50};
  private static final float[] VELOCITY = {.1f, .2f, .3f, .4f, .5f};

  private static Mask mask(int version, int... places) {
    return new Mask(version, List.of("fc1"), List.of(Patterns.ofFlat(2, 4, places)));
  }

  private static Particle moved(MaskChange change) {
    return Particle.of(0, VALUES, Map.of("velocity", VELOCITY, "average", VALUES)).move(change);
  }

  @Test
  void keptGoesOnDroppedIsLostGrownStartsAtZero() {
    Particle moved = moved(MaskChange.between(mask(0, 0, 2, 5, 7), mask(1, 1, 2, 6, 7)));

    assertThat(moved.values()).containsExactly(0, 2, 0, 4, 50);
    assertThat(moved.state().get("velocity")).containsExactly(0, .2f, 0, .4f, .5f);
    assertThat(moved.state().get("average")).containsExactly(0, 2, 0, 4, 50);
  }

  @Test
  void regrownGoesOnUnlessItMustRestart() {
    Particle goesOn = moved(MaskChange.between(mask(0, 0, 2, 5, 7), mask(1, 0, 2, 3, 7)));
    Particle restarts =
        moved(MaskChange.between(mask(0, 0, 2, 5, 7), mask(0, 0, 7), mask(1, 0, 2, 3, 7)));

    assertThat(goesOn.values()).containsExactly(1, 2, 0, 4, 50);
    assertThat(restarts.values()).containsExactly(1, 0, 0, 4, 50);
    assertThat(restarts.state().get("velocity")).containsExactly(.1f, 0, 0, .4f, .5f);
  }
}
