package io.gossamer.ops.layer;

import java.util.Locale;

/** The registry of layers: one line each. */
public enum LayerKind {
  LINEAR(Linear.class),
  CONV2D(Conv2d.class),
  DEPTHWISE_CONV(DepthwiseConv.class),
  MAX_POOL(MaxPool.class),
  AVG_POOL(AvgPool.class),
  GLOBAL_POOL(GlobalPool.class),
  BATCH_NORM(BatchNorm.class),
  LAYER_NORM(LayerNorm.class),
  DROPOUT(Dropout.class),
  RELU(Relu.class),
  RELU2(Relu2.class),
  LEAKY_RELU(LeakyRelu.class),
  GELU(Gelu.class),
  SIGMOID(Sigmoid.class),
  TANH(Tanh.class),
  TOP_K(TopK.class),
  JUMP_RELU(JumpRelu.class),
  ADD(Add.class),
  MULTIPLY(Multiply.class),
  CONCAT(Concat.class),
  RESHAPE(Reshape.class),
  COLUMNS(Columns.class),
  EMBEDDING(Embedding.class),
  INTERACTIONS(Interactions.class),
  FACTORIZATION_MACHINE(FactorizationMachine.class);

  private final Class<? extends LayerSpec> type;

  LayerKind(Class<? extends LayerSpec> type) {
    this.type = type;
  }

  /** The record that describes such a layer. */
  public Class<? extends LayerSpec> type() {
    return type;
  }

  /** As users write it: {@code batch-norm}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of a layer. */
  public static LayerKind of(LayerSpec layer) {
    for (LayerKind kind : values()) {
      if (kind.type == layer.getClass()) {
        return kind;
      }
    }
    throw new IllegalArgumentException(layer.getClass() + " is not registered in LayerKind");
  }
}
