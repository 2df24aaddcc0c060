package io.gossamer.ops.net;

import io.gossamer.ops.layer.Add;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.GlobalPool;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.MaxPool;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Relu;
import java.util.ArrayList;
import java.util.List;

/** Small convolutional networks for images of 28x28 or 32x32. */
final class Convnets {
  private static final int[] VGG = {64, 64, 0, 128, 128, 0, 256, 256, 0};
  private static final int[] RESNET = {16, 32, 64};
  private static final int BLOCKS = 3;

  private final List<Node> nodes = new ArrayList<>();
  private final double width;

  private Convnets(double width) {
    this.width = width;
  }

  /**
   * Two convolutions of 5x5 with pooling, 500 hidden units: 431k weights on 28x28 (LeNet-5-Caffe, as the literature on
   * sparse training uses it).
   */
  static List<Node> lenet5(int outputs) {
    Convnets net = new Convnets(1);
    net.then("conv1", new Conv2d(20, 5, 1, 0, true));
    net.then("relu1", new Relu());
    net.then("pool1", new MaxPool(2, 0, 0));
    net.then("conv2", new Conv2d(50, 5, 1, 0, true));
    net.then("relu2", new Relu());
    net.then("pool2", new MaxPool(2, 0, 0));
    net.then("fc1", new Linear(500));
    net.then("relu3", new Relu());
    net.then("fc2", new Linear(outputs));
    return net.nodes;
  }

  /** Three pairs of 3x3 convolutions with batch norm, each followed by pooling (Simonyan and Zisserman 2015, cut). */
  static List<Node> vgg(double width, int outputs) {
    Convnets net = new Convnets(width);
    int number = 1;
    for (int channels : VGG) {
      if (channels == 0) {
        net.then("pool" + number, new MaxPool(2, 0, 0));
      } else {
        net.normalised("conv" + number, channels, 3, 1);
        net.then("relu" + number++, new Relu());
      }
    }
    net.then("global", new GlobalPool());
    net.then("fc", new Linear(outputs));
    return net.nodes;
  }

  /**
   * Twenty layers: three stages of three residual blocks, the second and third at half the resolution (He et al. 2016,
   * section 4.2, with 1x1 convolutions on the shortcuts).
   */
  static List<Node> resnet(double width, int outputs) {
    Convnets net = new Convnets(width);
    net.normalised("stem", RESNET[0], 3, 1);
    net.then("stem-relu", new Relu());
    for (int stage = 0; stage < RESNET.length; stage++) {
      for (int block = 0; block < BLOCKS; block++) {
        net.block("s" + (stage + 1) + "b" + (block + 1), RESNET[stage], stage > 0 && block == 0 ? 2 : 1);
      }
    }
    net.then("global", new GlobalPool());
    net.then("fc", new Linear(outputs));
    return net.nodes;
  }

  private void block(String name, int channels, int stride) {
    int input = nodes.size() - 1;
    normalised(name + "-conv1", channels, 3, stride);
    then(name + "-relu1", new Relu());
    int main = normalised(name + "-conv2", channels, 3, 1);
    int shortcut = input;
    if (stride > 1) {
      nodes.add(new Node(name + "-short", new Conv2d(scaled(channels), 1, stride, 0, false), input));
      shortcut = then(name + "-short-norm", new BatchNorm());
    }
    nodes.add(new Node(name + "-add", new Add(), main, shortcut));
    then(name + "-relu2", new Relu());
  }

  private int scaled(int channels) {
    return Math.max(1, (int) Math.round(width * channels));
  }

  /** A convolution that keeps height and width (at stride 1), and batch norm in the place of its bias. */
  private int normalised(String name, int channels, int kernel, int stride) {
    then(name, new Conv2d(scaled(channels), kernel, stride, kernel / 2, false));
    return then(name + "-norm", new BatchNorm());
  }

  private int then(String name, LayerSpec layer) {
    nodes.add(new Node(name, layer, nodes.size() - 1));
    return nodes.size() - 1;
  }
}
