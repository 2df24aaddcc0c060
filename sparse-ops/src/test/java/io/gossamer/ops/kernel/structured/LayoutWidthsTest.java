package io.gossamer.ops.kernel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.testing.OtherJvm;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every vector width against the specification, each in a JVM of its own. */
class LayoutWidthsTest {
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void widthGivesTheBitsOfTheSpecification(int bits) throws IOException, InterruptedException {
    assertThat(OtherJvm.said(LayoutCheck.class, "--add-modules=jdk.incubator.vector",
        "-Dgossamer.kernels.bits=" + bits))
        .contains("structured vector-" + bits + " agrees");
  }
}
