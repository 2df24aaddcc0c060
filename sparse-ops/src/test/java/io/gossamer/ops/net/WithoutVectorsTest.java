package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.testing.OtherJvm;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that runs without the module of the Vector API. */
class WithoutVectorsTest {
  @Test
  void everyLayerTrainsToTheSameBitsAndTheReasonIsSaid() throws IOException, InterruptedException {
    assertThat(KernelChoice.kernels().name()).startsWith("vector");
    assertThat(OtherJvm.said(WithoutVectorsTest.class)).containsExactly(
        "gradients of everything " + gradients(),
        "kernels are scalar, about twenty times slower than vector ones, because module jdk.incubator.vector is"
            + " missing; start the JVM with --add-modules=jdk.incubator.vector");
  }

  private static int gradients() {
    int hash = 0;
    for (NetworkSpec spec : List.of(Graphs.dense(), Graphs.sparse())) {
      var patterns = Graphs.patterns(spec, 0.5);
      Network network = new Network(spec, patterns, KernelChoice.kernels(), 70);
      Rows rows = Graphs.given(spec, Graphs.rows(spec, 70));
      float[] gradient = Graphs.gradient(network, Graphs.values(spec, patterns), rows);
      hash = 31 * hash + Arrays.hashCode(gradient);
      hash = 31 * hash + Arrays.hashCode(Graphs.predictions(network, rows));
    }
    return hash;
  }

  public static void main(String[] arguments) {
    System.out.println("gradients of everything " + gradients());
    System.out.println(KernelChoice.reason());
  }
}
