package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/** Its inputs side by side, channel after channel; heights and widths must agree. */
public record Concat() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    long channels = 0;
    for (Shape shape : inputs) {
      if (shape.height() != inputs.get(0).height() || shape.width() != inputs.get(0).width()) {
        throw new InvalidInput("a layer concat takes inputs of one height and width, not " + inputs);
      }
      channels += shape.channels();
    }
    if (channels > Integer.MAX_VALUE) {
      throw new InvalidInput("a layer concat makes " + channels + " channels out of " + inputs + "; no layer can have "
          + "that many");
    }
    return new Shape((int) channels, inputs.get(0).height(), inputs.get(0).width());
  }

  @Override
  public Layer compile(Site site) {
    Tensor y = site.output();
    return new Layer() {
      @Override
      public void forward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          int at = y.at(t);
          for (int n = 0; n < site.inputs().size(); n++) {
            Tensor x = site.inputs().get(n);
            System.arraycopy(x.values(), x.at(t), y.values(), at, x.floats());
            at += x.floats();
          }
        }
      }

      @Override
      public void backward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          int at = y.gradientAt(t);
          for (int n = 0; n < site.inputs().size(); n++) {
            Tensor x = site.inputs().get(n);
            if (x.wantsGradient()) {
              System.arraycopy(y.gradients(), at, x.gradients(), x.gradientAt(t), x.floats());
            }
            at += x.floats();
          }
        }
      }
    };
  }
}
