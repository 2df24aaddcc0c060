package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayerKindTest {
  @Test
  void everyLayerHasItsRowInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("../docs/layers.md"));
    for (LayerKind kind : LayerKind.values()) {
      assertThat(page).contains("`" + kind.key() + "`");
    }
  }
}
