package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.TargetScale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A multi-layer perceptron: ReLU between layers, the loss after the last.
 *
 * @param inputs features of a row
 * @param hidden widths of the hidden layers, from the input side; may be empty
 * @param outputs logits of a row
 * @param target units of a regression's output
 */
public record NetworkSpec(int inputs, List<Integer> hidden, int outputs, LossKind loss, TargetScale target)
    implements Serializable {
  public NetworkSpec {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || outputs < 1 || hidden.stream().anyMatch(width -> width < 1)) {
      throw new InvalidInput("every layer needs at least one unit; found inputs " + inputs + ", hidden " + hidden
          + ", outputs " + outputs);
    }
  }

  /** A network whose targets, if it has any, are taken as they are. */
  public NetworkSpec(int inputs, List<Integer> hidden, int outputs, LossKind loss) {
    this(inputs, hidden, outputs, loss, TargetScale.NONE);
  }

  public int layers() {
    return hidden.size() + 1;
  }

  /** Inputs of layer {@code layer}. */
  public int in(int layer) {
    return layer == 0 ? inputs : hidden.get(layer - 1);
  }

  /** Outputs of layer {@code layer}. */
  public int out(int layer) {
    return layer == hidden.size() ? outputs : hidden.get(layer);
  }

  /** {@code fc1}, {@code fc2}, ... in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int l = 1; l <= layers(); l++) {
      names.add("fc" + l);
    }
    return names;
  }

  /** Weights of the same network without a mask. */
  public long denseWeights() {
    long sum = 0;
    for (int l = 0; l < layers(); l++) {
      sum += (long) in(l) * out(l);
    }
    return sum;
  }

  /** One per output unit of every layer. */
  public long biases() {
    long sum = 0;
    for (int l = 0; l < layers(); l++) {
      sum += out(l);
    }
    return sum;
  }

  /** The widest layer boundary, the input included. */
  public int widest() {
    int widest = inputs;
    for (int l = 0; l < layers(); l++) {
      widest = Math.max(widest, out(l));
    }
    return widest;
  }
}
