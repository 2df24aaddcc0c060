package io.gossamer.ops.kernel.narrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every vector width against the specification, each in a JVM of its own. */
class NarrowWidthsTest {
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void widthGivesTheBitsOfTheSpecification(int bits) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector", "-Dgossamer.kernels.bits=" + bits,
            "-cp", System.getProperty("java.class.path"), NarrowCheck.class.getName()))
        .redirectErrorStream(true)
        .start();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    process.getInputStream().transferTo(said);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("narrow vector-" + bits + " agrees");
    assertThat(process.exitValue()).isZero();
  }
}
