package io.gossamer.ops.net;

import io.gossamer.ops.layer.Gelu;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.LeakyRelu;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Relu2;
import io.gossamer.ops.layer.Sigmoid;
import io.gossamer.ops.layer.Tanh;

/** Activations between hidden layers, by name. */
public enum Activation {
  RELU(new Relu()),
  RELU2(new Relu2()),
  LEAKY_RELU(new LeakyRelu(0.01)),
  GELU(new Gelu()),
  SIGMOID(new Sigmoid()),
  TANH(new Tanh());

  private final LayerSpec layer;

  Activation(LayerSpec layer) {
    this.layer = layer;
  }

  /** The layer that does it. */
  public LayerSpec layer() {
    return layer;
  }
}
