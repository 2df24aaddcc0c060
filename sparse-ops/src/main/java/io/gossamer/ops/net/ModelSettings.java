package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.settings.Setting;
import java.util.List;

/** The section {@code model}. */
public record ModelSettings(
    @Setting(doc = "Widths of the hidden layers, from the input side; [] makes a linear model.", value = "[300, 100]")
        List<Integer> hidden,
    @Setting(doc = "softmax (classes), logistic (two classes, one output) or squared (regression).",
        value = "softmax") LossKind loss) {
  public ModelSettings {
    hidden = List.copyOf(hidden);
    if (hidden.stream().anyMatch(width -> width < 1)) {
      throw new InvalidInput("model.hidden is " + hidden + "; every layer needs at least 1 unit");
    }
  }
}
