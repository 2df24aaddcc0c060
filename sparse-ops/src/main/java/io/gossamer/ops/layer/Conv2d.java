package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution over images, weights {@code [out, channels * kernel * kernel]} under a mask.
 *
 * @param out output channels
 * @param kernel side of the square kernel
 * @param padding zeros around the image
 */
public record Conv2d(
    int out, @Default("3") int kernel, @Default("1") int stride, @Default("0") int padding,
    @Default("true") boolean bias) implements LayerSpec {
  public Conv2d {
    new Window2d(kernel, stride, padding);
    if (out < 1) {
      throw new InvalidInput("a layer conv2d has out=" + out + "; it must be at least 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Window2d(kernel, stride, padding).over(LayerSpec.single("conv2d", inputs), out);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.masked(out, inputs.get(0).channels() * kernel * kernel, kernel));
    if (bias) {
      parameters.add(Parameter.bias(out));
    }
    return parameters;
  }

  @Override
  public int scratchFloats(List<Shape> inputs, boolean sparseRows) {
    Window2d window = new Window2d(kernel, stride, padding);
    return Math.max(
        Kernels.scratchFloats(out), Convolution.planesFloats(inputs.get(0), output(inputs), window));
  }

  @Override
  public Layer compile(Site site) {
    return new Convolution(site, new Window2d(kernel, stride, padding), site.pattern());
  }

  @Override
  public boolean fusesRelu() {
    return true;
  }
}
