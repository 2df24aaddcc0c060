package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network that another learns from, batch by batch: from its probabilities (the loss knows how much) and from
 * what its hidden layers hand on (SquareHead). It stays as it is.
 *
 * @param network compiled for the same batches and the same crew as its student, its values loaded
 * @param squareHead weight of the comparison of hidden layers, at least 0
 * @param layers names of the layers that are compared, in both networks
 */
public record Teacher(Network network, double squareHead, List<String> layers) {
  public Teacher {
    layers = List.copyOf(layers);
  }

  /**
   * The layers of a student that can be compared: hidden, under a mask, with a layer of the same name and shape in the
   * teacher.
   */
  public static List<String> comparable(NetworkSpec student, NetworkSpec teacher) {
    List<String> comparable = new ArrayList<>();
    List<String> theirs = hidden(teacher);
    for (String name : hidden(student)) {
      if (theirs.contains(name) && shape(student, name).equals(shape(teacher, name))) {
        comparable.add(name);
      }
    }
    return comparable;
  }

  /**
   * @param asked names of layers
   * @throws InvalidInput if one of them cannot be compared
   */
  public static void check(NetworkSpec student, NetworkSpec teacher, List<String> asked) {
    for (String name : asked) {
      check(student, "the student", name);
      check(teacher, "the teacher", name);
      if (!shape(student, name).equals(shape(teacher, name))) {
        throw new InvalidInput("loss.squareHeadLayers names " + name + ", which hands on " + shape(student, name)
            + " in the student and " + shape(teacher, name) + " in the teacher; leave it out");
      }
    }
  }

  private static void check(NetworkSpec network, String whose, String name) {
    if (!hidden(network).contains(name)) {
      throw new InvalidInput("loss.squareHeadLayers names " + name + ", which is no hidden linear or conv2d layer of "
          + whose + "; it has " + hidden(network));
    }
  }

  private static List<String> hidden(NetworkSpec network) {
    String last = network.nodes().get(network.nodes().size() - 1).name();
    return network.masked().stream().map(NetworkSpec.Masked::layer).filter(name -> !name.equals(last)).toList();
  }

  private static Shape shape(NetworkSpec network, String name) {
    for (int n = 0; n < network.nodes().size(); n++) {
      if (network.nodes().get(n).name().equals(name)) {
        return network.outputShapes().get(n);
      }
    }
    throw new IllegalArgumentException("no layer " + name);
  }
}
