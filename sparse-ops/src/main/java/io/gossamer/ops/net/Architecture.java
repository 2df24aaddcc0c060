package io.gossamer.ops.net;

/** The networks by name. */
public enum Architecture {
  /** Linear layers one after the other. */
  MLP,
  /** LeNet-5-Caffe. */
  LENET5,
  /** Pairs of 3x3 convolutions with pooling. */
  VGG,
  /** Residual blocks, twenty layers. */
  RESNET,
  /** A linear part on all columns beside a perceptron on embeddings and numbers. */
  WIDE_DEEP,
  /** Embeddings and numbers that meet in dot products. */
  DLRM,
  /** Down to few units and back to the row itself. */
  AUTOENCODER,
  /** What model.layers says. */
  LAYERS
}
