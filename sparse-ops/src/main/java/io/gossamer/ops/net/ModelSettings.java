package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Locale;

/** The section {@code model}. */
public record ModelSettings(
    @Setting(doc = "mlp, lenet5, vgg, resnet (images), wide-deep, dlrm (categories), autoencoder, or layers (what "
        + "model.layers says).", value = "mlp") Architecture network,
    @Setting(doc = "Widths of the hidden layers, from the input side; [] makes a linear model. Of an autoencoder: down "
        + "to the narrowest, the way back mirrors it. Of wide-deep and dlrm: of the part after the embeddings.",
        value = "[300, 100]") List<Integer> hidden,
    @Setting(doc = "Between hidden layers: relu, relu2, leaky-relu, gelu, sigmoid, tanh.", value = "relu")
        Activation activation,
    @Setting(doc = "Before each activation of hidden layers: none, batch, layer.", value = "none")
        Normalization normalization,
    @Setting(doc = "Share of hidden units that a step drops, at least 0 and below 1.", value = "0.0") double dropout,
    @Setting(doc = "Channels, height and width of rows that are images; [] means one channel, or three, of a square.",
        value = "[]") List<Integer> image,
    @Setting(doc = "Factor on the channels of vgg and resnet.", value = "1.0") double width,
    @Setting(doc = "Length of the vector of a category (wide-deep, dlrm).", value = "16") int embedding,
    @Setting(doc = "The layers of network layers, one line each, for example [fc1 = linear out=300, relu, "
        + "linear out=10]; docs/layers.md lists them.", value = "[]") List<String> layers,
    @Setting(doc = "softmax (classes), logistic (two classes, one output), squared, huber, quantile, poisson "
        + "(numbers), multi-label (several labels of 0 and 1), reconstruction (the row itself).",
        value = "softmax") LossKind loss) {
  public ModelSettings {
    hidden = List.copyOf(hidden);
    image = List.copyOf(image);
    layers = List.copyOf(layers);
    if (hidden.stream().anyMatch(units -> units < 1)) {
      throw new InvalidInput("model.hidden is " + hidden + "; every layer needs at least 1 unit");
    }
    if (!image.isEmpty() && (image.size() != 3 || image.stream().anyMatch(side -> side < 1))) {
      throw new InvalidInput("model.image is " + image + "; it must be channels, height and width, for example "
          + "[1, 28, 28]");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new InvalidInput("model.dropout is " + dropout + "; it must be at least 0 and below 1");
    }
    if (!(width > 0 && width <= 64)) {
      throw new InvalidInput("model.width is " + width + "; it must be above 0 and at most 64");
    }
    if (embedding < 1) {
      throw new InvalidInput("model.embedding is " + embedding + "; it must be at least 1");
    }
    if (network == Architecture.LAYERS == layers.isEmpty()) {
      throw new InvalidInput(layers.isEmpty()
          ? "model.network is layers, but model.layers is empty; write the layers there"
          : "model.layers is given, but model.network is " + network.name().toLowerCase(Locale.ROOT)
              + "; set it to layers");
    }
  }

  /** A perceptron without further settings. */
  public ModelSettings(List<Integer> hidden, LossKind loss) {
    this(Architecture.MLP, hidden, Activation.RELU, Normalization.NONE, 0, List.of(), 1, 16, List.of(), loss);
  }
}
