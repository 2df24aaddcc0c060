package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/** The product of two inputs of one shape, number by number. */
public record Multiply() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
      throw new InvalidInput("a layer multiply takes two inputs of one shape, not " + inputs);
    }
    return inputs.get(0);
  }

  @Override
  public Layer compile(Site site) {
    Tensor a = site.inputs().get(0);
    Tensor b = site.inputs().get(1);
    Tensor y = site.output();
    return new Layer() {
      @Override
      public void forward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          multiply(a.values(), a.at(t), b.values(), b.at(t), y.values(), y.at(t), y.floats());
        }
      }

      @Override
      public void backward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          if (a.wantsGradient()) {
            multiply(y.gradients(), y.gradientAt(t), b.values(), b.at(t), a.gradients(), a.gradientAt(t), y.floats());
          }
          if (b.wantsGradient()) {
            multiply(y.gradients(), y.gradientAt(t), a.values(), a.at(t), b.gradients(), b.gradientAt(t), y.floats());
          }
        }
      }
    };
  }

  static void multiply(float[] a, int aAt, float[] b, int bAt, float[] into, int at, int count) {
    for (int n = 0; n < count; n++) {
      into[at + n] = a[aAt + n] * b[bAt + n];
    }
  }
}
