package io.gossamer.ops.layer;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution in which each channel has one small kernel of its own, {@code [channels, kernel * kernel]}, never
 * masked. Computed as a convolution that is sparse across channels.
 *
 * @param kernel side of the square kernel
 * @param padding zeros around the image
 */
public record DepthwiseConv(
    @Default("3") int kernel, @Default("1") int stride, @Default("0") int padding, @Default("true") boolean bias)
    implements LayerSpec {
  public DepthwiseConv {
    new Window2d(kernel, stride, padding);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("depthwise-conv", inputs);
    return new Window2d(kernel, stride, padding).over(input, input.channels());
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int channels = inputs.get(0).channels();
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new Parameter("weight", Role.WEIGHT, channels, kernel * kernel, kernel, Parameter.Start.FAN_IN));
    if (bias) {
      parameters.add(Parameter.bias(channels));
    }
    return parameters;
  }

  @Override
  public Layer compile(Site site) {
    int channels = site.input().shape().channels();
    int area = kernel * kernel;
    int[] starts = new int[channels + 1];
    int[] columns = new int[channels * area];
    for (int c = 0; c < channels; c++) {
      starts[c + 1] = (c + 1) * area;
    }
    for (int k = 0; k < columns.length; k++) {
      columns[k] = k;
    }
    Pattern own = new Pattern(channels, channels * area, starts, columns);
    return new Convolution(site, new Window2d(kernel, stride, padding), own);
  }

  @Override
  public boolean fusesRelu() {
    return true;
  }
}
