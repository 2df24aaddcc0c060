package io.gossamer.ops.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  @Test
  void testsRunWithTheVectorModule() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
  }

  @Test
  void choosesVectorsWhenTheModuleIsThere() {
    KernelChoice choice = KernelChoice.choose(null, true);
    assertThat(choice.chosen().name()).startsWith("vector-");
    assertThat(choice.because()).contains(choice.chosen().name());
  }

  @Test
  void fallsBackToScalarNamingTheCostAndTheFlag() {
    KernelChoice choice = KernelChoice.choose(null, false);
    assertThat(choice.chosen().name()).isEqualTo("scalar");
    assertThat(choice.because()).contains("slower", "--add-modules=jdk.incubator.vector");
  }

  @Test
  void scalarCanBeForced() {
    assertThat(KernelChoice.choose("scalar", true).chosen()).isInstanceOf(ScalarKernels.class);
  }

  @Test
  void forcedVectorsWithoutTheModuleAreRefusedWithTheFlag() {
    assertThatThrownBy(() -> KernelChoice.choose("vector", false))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("--add-modules=jdk.incubator.vector");
  }

  @Test
  void unknownKernelsAreRefusedWithTheAllowedOnes() {
    assertThatThrownBy(() -> KernelChoice.choose("cuda", true))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("\"cuda\"")
        .hasMessageContaining("\"scalar\" or \"vector\"");
  }

  @Test
  void theChoiceIsMadeOnce() {
    assertThat(KernelChoice.kernels()).isSameAs(KernelChoice.kernels());
    assertThat(KernelChoice.reason()).contains(KernelChoice.kernels().name());
  }
}
