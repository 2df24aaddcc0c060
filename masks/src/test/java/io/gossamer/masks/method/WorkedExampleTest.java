package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The method that docs/extending.md writes down is one that compiles and works. */
class WorkedExampleTest {
  private static final String SOURCE = "src/test/java/io/gossamer/masks/method/LoudestInputs.java";

  @Test
  void thePageShowsTheSource() throws IOException {
    String page = Files.readString(Path.of("../docs/extending.md"));

    assertThat(page).contains("```java\n" + Files.readString(Path.of(SOURCE)) + "```");
  }

  @Test
  void growsAtTheLoudestInputs() {
    MaskPlan plan = MaskPlan.of(
        List.of(new LayerShape("fc1", 2, 4)), Defaults.of(SparsitySettings.class, Map.of("sparsity", 0.5)), 100);
    Mask mask = new Mask(0, List.of("fc1"), List.of(Patterns.ofFlat(2, 4, new int[] {0, 1, 4, 5})));
    MaskMoment now = new MaskMoment(
        mask, new float[] {3, 2, 0.1f, 4}, MaskMemory.EMPTY, new MaskStep(1, 1), new Seed(1));
    DenseEvidence evidence = new DenseEvidence(mask, Map.of(), new double[][] {{1, 2, 3, 9}});

    Mask next = new LoudestInputs().next(plan, now, evidence).mask().orElseThrow();

    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(0, 1, 3, 5);
  }
}
