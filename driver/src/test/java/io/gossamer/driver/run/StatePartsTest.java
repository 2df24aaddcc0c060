package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.pattern.Patterns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatePartsTest {
  private static final Mask MASK = new Mask(3, List.of("fc1"), List.of(Patterns.full(1, 2)));
  private static final RunState STATE = new RunState(
      12, 2, 5, 77, MASK,
      List.of(Particle.of(0, new float[] {1, 2, 3}, Map.of("velocity", new float[] {4, 5, 6})),
          new Particle(1, new float[] {7, 8, 9}, Map.of("average", new float[] {1, 1, 1}), 6)),
      Map.of("rewind", new float[] {0, 1, 0}),
      MaskMemory.EMPTY.with("scores", new float[] {2}).with("counts", new int[] {70_000}), Map.of("rate", 0.125));

  @Test
  void everythingComesBack() {
    StateParts parts = StateParts.of(STATE);
    RunState back = new StateParts(parts.counts(), parts.numbers(), parts.arrays()).under(MASK);

    assertThat(back).usingRecursiveComparison().isEqualTo(STATE);
    assertThat(parts.arrays()).containsOnlyKeys("particle.0.values", "particle.0.state.velocity", "particle.1.values",
        "particle.1.state.average", "kept.rewind", "memory.scores:float", "memory.counts:int");
  }

  @Test
  void aMissingPartIsNamed() {
    StateParts parts = StateParts.of(STATE);
    Map<String, float[]> arrays = new TreeMap<>(parts.arrays());
    arrays.remove("particle.1.values");
    Map<String, Long> counts = new TreeMap<>(parts.counts());
    counts.remove("turn");

    assertThatThrownBy(() -> new StateParts(parts.counts(), parts.numbers(), arrays).under(MASK))
        .isInstanceOf(CorruptFile.class).hasMessageContaining("particle.1.values");
    assertThatThrownBy(() -> new StateParts(counts, parts.numbers(), parts.arrays()).under(MASK))
        .isInstanceOf(CorruptFile.class).hasMessageContaining("\"turn\"");
  }
}
