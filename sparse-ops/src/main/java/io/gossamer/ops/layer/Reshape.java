package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/**
 * The same numbers under another shape.
 *
 * @param channels of the new shape; 0 makes a plain vector
 */
public record Reshape(@Default("0") int channels, @Default("1") int height, @Default("1") int width)
    implements LayerSpec {
  /** Into a plain vector. */
  public Reshape() {
    this(0, 1, 1);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("reshape", inputs);
    Shape output = channels == 0 ? Shape.flat(input.features()) : new Shape(channels, height, width);
    if (output.features() != input.features()) {
      throw new InvalidInput("a layer reshape makes " + output + " of " + input + ", which has " + input.features()
          + " numbers and not " + output.features());
    }
    return output;
  }

  @Override
  public Layer compile(Site site) {
    Tensor x = site.input();
    Tensor y = site.output();
    boolean inPlace = x.values() == y.values() && x.at(0) == y.at(0);
    return new Layer() {
      @Override
      public void forward(Batch batch) {
        for (int t = 0; !inPlace && t < batch.tiles(); t++) {
          System.arraycopy(x.values(), x.at(t), y.values(), y.at(t), y.floats());
        }
      }

      @Override
      public void backward(Batch batch) {
        boolean moves = x.wantsGradient() && !(x.gradients() == y.gradients() && x.gradientAt(0) == y.gradientAt(0));
        for (int t = 0; moves && t < batch.tiles(); t++) {
          System.arraycopy(y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t), y.floats());
        }
      }
    };
  }

  @Override
  public boolean worksInPlace() {
    return true;
  }
}
