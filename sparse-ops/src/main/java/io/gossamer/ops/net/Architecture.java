package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Shape;
import java.util.List;

/** The networks by name: the one place to add a new one. */
public enum Architecture {
  /** Linear layers one after the other. */
  MLP {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return Perceptrons.mlp(settings, outputs);
    }
  },
  /** LeNet-5-Caffe. */
  LENET5 {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return Convnets.lenet5(outputs);
    }
  },
  /** Pairs of 3x3 convolutions with pooling. */
  VGG {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return Convnets.vgg(settings.width(), outputs);
    }
  },
  /** Residual blocks, twenty layers. */
  RESNET {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return Convnets.resnet(settings.width(), outputs);
    }
  },
  /** A linear part on all columns beside a perceptron on embeddings and numbers. */
  WIDE_DEEP {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return Perceptrons.wideDeep(settings, columns.numbers(), columns.checkedFields("wide-deep", 1), outputs);
    }
  },
  /** Embeddings and numbers that meet in dot products. */
  DLRM {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      int least = columns.numbers() > 0 ? 1 : 2;
      return Perceptrons.dlrm(settings, columns.numbers(), columns.checkedFields("dlrm", least), outputs);
    }
  },
  /** Down to few units and back to the row itself. */
  AUTOENCODER {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      if (settings.hidden().isEmpty()) {
        throw new InvalidInput("model.network is autoencoder, but model.hidden is []; give the widths down to the"
            + " narrowest");
      }
      return Perceptrons.autoencoder(settings, outputs);
    }
  },
  /** What model.layers says. */
  LAYERS {
    @Override
    List<Node> nodes(ModelSettings settings, Columns columns, int outputs) {
      return LayerSyntax.parse(settings.layers());
    }
  };

  /**
   * What the columns of a row are.
   *
   * @param numbers features that are numbers; they come first
   * @param fields {@code [from, to)} of the columns of each categorical field
   */
  public record Columns(int numbers, List<int[]> fields) {
    private List<int[]> checkedFields(String network, int least) {
      if (fields.size() < least) {
        throw new InvalidInput("model.network is " + network + ", which needs at least " + least
            + " categorical column(s), and the data has " + fields.size() + "; name them in features.categorical");
      }
      return fields;
    }
  }

  abstract List<Node> nodes(ModelSettings settings, Columns columns, int outputs);

  /** Whether rows are images. */
  private boolean readsImages(ModelSettings settings) {
    return this == LENET5 || this == VGG || this == RESNET || !settings.image().isEmpty();
  }

  /**
   * The layers that settings ask for.
   *
   * @param outputs logits
   * @throws InvalidInput if settings, columns and outputs do not go together
   */
  public static List<Node> layers(ModelSettings settings, Columns columns, int outputs) {
    return settings.network().nodes(settings, columns, outputs);
  }

  /**
   * The shape of rows of {@code features} numbers.
   *
   * @throws InvalidInput if they are no such image
   */
  public static Shape rows(ModelSettings settings, int features) {
    if (!settings.network().readsImages(settings)) {
      return Shape.flat(features);
    }
    if (settings.image().isEmpty()) {
      return square(features);
    }
    Shape named = new Shape(settings.image().get(0), settings.image().get(1), settings.image().get(2));
    if (named.features() != features) {
      throw new InvalidInput("model.image is " + settings.image() + ", which has " + named.features()
          + " numbers; the rows have " + features);
    }
    return named;
  }

  private static Shape square(int features) {
    for (int channels : new int[] {1, 3}) {
      int side = (int) Math.round(Math.sqrt(features / (double) channels));
      if (channels * side * side == features) {
        return new Shape(channels, side, side);
      }
    }
    throw new InvalidInput("rows of " + features + " numbers are no square image of one or three channels; name their "
        + "shape in model.image, for example [1, 28, 28]");
  }
}
