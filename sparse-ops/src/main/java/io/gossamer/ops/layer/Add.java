package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/** The sum of its inputs, all of one shape: the end of a residual block. */
public record Add() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    for (Shape shape : inputs) {
      if (inputs.size() < 2 || !shape.equals(inputs.get(0))) {
        throw new InvalidInput("a layer add takes two or more inputs of one shape, not " + inputs);
      }
    }
    return inputs.get(0);
  }

  @Override
  public Layer compile(Site site) {
    Tensor y = site.output();
    return new Layer() {
      @Override
      public void forward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          Tensor first = site.inputs().get(0);
          System.arraycopy(first.values(), first.at(t), y.values(), y.at(t), y.floats());
          for (int n = 1; n < site.inputs().size(); n++) {
            Tensor x = site.inputs().get(n);
            add(x.values(), x.at(t), y.values(), y.at(t), y.floats());
          }
        }
      }

      @Override
      public void backward(Batch batch) {
        for (int n = 0; n < site.inputs().size(); n++) {
          Tensor x = site.inputs().get(n);
          for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
            System.arraycopy(y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t), y.floats());
          }
        }
      }
    };
  }

  /** {@code y += x}. */
  static void add(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int n = 0; n < count; n++) {
      y[yAt + n] += x[xAt + n];
    }
  }
}
