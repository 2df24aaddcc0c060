package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y = W x + b}, W {@code [out, in]} under a mask.
 *
 * @param out outputs
 * @param bias whether there is a b
 */
public record Linear(int out, @Default("true") boolean bias) implements LayerSpec {
  public Linear {
    if (out < 1) {
      throw new InvalidInput("a linear layer has out=" + out + "; it must be at least 1");
    }
  }

  /** With a bias. */
  public Linear(int out) {
    this(out, true);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    LayerSpec.single("linear", inputs);
    return Shape.flat(out);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(Parameter.masked(out, inputs.get(0).features(), 0));
    if (bias) {
      parameters.add(Parameter.bias(out));
    }
    return parameters;
  }

  @Override
  public int scratchFloats(List<Shape> inputs, boolean sparseRows) {
    return sparseRows ? Kernels.scratchFloats(out)
        : Math.max(Kernels.denseScratchFloats(), Kernels.scratchFloats(Math.max(out, inputs.get(0).features())));
  }

  @Override
  public Layer compile(Site site) {
    if (site.sparseRows()) {
      return new SparseRowsLinear(site);
    }
    return new MaskedLinear(site);
  }

  @Override
  public boolean readsSparseRows() {
    return true;
  }

  @Override
  public boolean fusesRelu() {
    return true;
  }

  @Override
  public boolean gatesInput() {
    return true;
  }
}
