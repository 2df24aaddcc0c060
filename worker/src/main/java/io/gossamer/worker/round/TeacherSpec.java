package io.gossamer.worker.round;

import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import java.io.Serializable;
import java.util.List;

/**
 * The model that a run learns from; its mask and values travel apart, once.
 *
 * @param sha256 of the model's tensors
 * @param squareHead weight of the comparison of hidden layers
 * @param layers names of the hidden layers that are compared
 */
public record TeacherSpec(
    NetworkSpec network, Executions executions, String sha256, double squareHead, List<String> layers)
    implements Serializable {
  public TeacherSpec {
    layers = List.copyOf(layers);
  }

  /** What decides what it teaches: its values, and the layers that compute with them. */
  public String identity() {
    return sha256 + " " + LayerSyntax.format(network.nodes());
  }
}
