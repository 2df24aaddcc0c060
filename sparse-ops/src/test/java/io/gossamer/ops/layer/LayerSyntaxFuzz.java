package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged layers: refused in a sentence, or read as what they are written back as. */
class LayerSyntaxFuzz {
  @Provide
  Arbitrary<String> networks() {
    return Arbitraries.of(
        """
        conv1 = conv2d out=4 kernel=3 padding=1 bias=false
        norm = batch-norm
        act = relu
        pool1 = max-pool kernel=2 stride=2
        side = conv2d out=4 kernel=1 <- pool1
        sum = add <- pool1, side
        flat = global-pool
        head = linear out=10""",
        """
        base = linear out=64 frozen
        relu
        drop = dropout rate=0.5
        wide = linear out=8 <- rows
        all = concat <- drop, wide
        linear out=3""",
        """
        top = top-k keep=3
        gelu = gelu
        norm = layer-norm
        leaky = leaky-relu slope=0.01
        linear out=1""");
  }

  @Property
  void damagedLayers(
      @ForAll("networks") String network, @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    String text = TextDamage.all(damage, network);
    Verdict<List<Node>> verdict = Verdict.of(text.length(), () -> LayerSyntax.parse(List.of(text.split("\n", -1))));

    verdict.accepted().ifPresent(nodes -> {
      assertThat(LayerSyntax.parse(LayerSyntax.format(nodes))).isEqualTo(nodes);
      Verdict.of(text.length(), () ->
          new NetworkSpec(new Shape(1, 28, 28), false, nodes, LossSpec.of(LossKind.SOFTMAX)).masked());
    });
  }
}
