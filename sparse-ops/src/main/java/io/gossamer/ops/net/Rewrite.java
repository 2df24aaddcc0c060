package io.gossamer.ops.net;

import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A network made of another, layer by layer: each is copied or replaced by several, of which the last takes its place
 * for whoever reads it.
 */
final class Rewrite {
  private final NetworkSpec from;
  private final List<Shape> shapes;
  private final List<Node> nodes = new ArrayList<>();
  private final int[] place;

  Rewrite(NetworkSpec from) {
    this.from = from;
    this.shapes = from.outputShapes();
    this.place = new int[from.nodes().size()];
  }

  /** Features that enter layer {@code n} of the old network. */
  int inputs(int n) {
    int input = from.nodes().get(n).inputs().get(0);
    return input == Node.ROWS ? from.inputs() : shapes.get(input).features();
  }

  /** What layer {@code n} of the old network reads, as numbers of the new one. */
  Integer[] sources(int n) {
    return from.nodes().get(n).inputs().stream().map(this::now).toArray(Integer[]::new);
  }

  private int now(int input) {
    return input == Node.ROWS ? Node.ROWS : place[input];
  }

  /** Adds a layer and gives its number. */
  int add(Node node) {
    nodes.add(node);
    return nodes.size() - 1;
  }

  /** Says that readers of the old layer {@code n} now read the new layer {@code at}. */
  void replace(int n, int at) {
    place[n] = at;
  }

  /** Copies layer {@code n}. */
  void copy(int n) {
    Node old = from.nodes().get(n);
    replace(n, add(new Node(old.name(), old.layer(), List.of(sources(n)), old.frozen())));
  }

  NetworkSpec network() {
    return new NetworkSpec(from.rows(), from.sparseRows(), nodes, from.loss(), from.learned());
  }
}
