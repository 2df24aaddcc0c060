package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.Graphs;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.DenseRows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70, 128})
  void gradientsAgreeWithADoubleTwin(int count) {
    List<NetworkSpec> specs = List.of(
        Graphs.sparse(),
        Graphs.spec(6, "a = linear out=4", "b = linear out=4 <- rows", "p = interactions <- a, b, a", "linear out=3"),
        Graphs.spec(6, "a = linear out=4", "b = tanh", "fm = factorization-machine <- b, a, b", "linear out=3"),
        Graphs.spec(6, "a = linear out=4", "b = multiply <- a, a", "linear out=3"),
        Graphs.spec(6, "a = linear out=4", "b = relu", "c = multiply <- b, a", "linear out=3"),
        Graphs.spec(6, "w = linear out=6", "m = multiply <- w, rows", "x1 = add <- m, rows", "v = linear out=6 <- x1",
            "n = multiply <- v, rows", "x2 = add <- n, x1", "linear out=3"));
    for (NetworkSpec spec : specs) {
      Graphs.checkGradients(spec, count);
    }
  }

  @Test
  void aFactorizationMachineIsTheSumOfAllInteractions() {
    NetworkSpec sum = Graphs.spec(9, "a = columns to=3 <- rows", "b = columns from=3 to=6 <- rows",
        "c = columns from=6 to=9 <- rows", "fm = factorization-machine <- a, b, c");
    NetworkSpec dots = Graphs.spec(9, "a = columns to=3 <- rows", "b = columns from=3 to=6 <- rows",
        "c = columns from=6 to=9 <- rows", "interactions <- a, b, c",
        "flat = reshape channels=1 width=3", "global-pool");
    float[] one = logits(sum);
    float[] third = logits(dots);

    for (int row = 0; row < one.length; row++) {
      assertThat(one[row]).isCloseTo(3 * third[row], within(1e-5f));
    }
  }

  private static float[] logits(NetworkSpec spec) {
    List<Pattern> patterns = Graphs.patterns(spec, 1);
    NetworkSpec numbers = new NetworkSpec(
        spec.rows(), false, spec.nodes(), LossSpec.of(LossKind.SQUARED));
    DenseRows rows = Graphs.rows(spec, 40);
    Network network = new Network(numbers, patterns, KernelChoice.kernels(), 64);
    network.load(Graphs.values(spec, patterns));
    return Graphs.predictions(network, rows);
  }
}
