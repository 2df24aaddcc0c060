package io.gossamer.ops.net;

import io.gossamer.ops.layer.Add;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Node;
import java.util.List;
import java.util.Map;

/**
 * Beside linear layers a path through few units, added to what they make: {@code y = W x + b + U (V x)}. V is named
 * {@code fc1-down}, U {@code fc1-up}. Sources: Chen et al. 2022 (Pixelated Butterfly), Thangarasa et al. 2024 (Sparse
 * Doped) (methods.md B21, B22).
 */
public final class LowRankPaths {
  private static final String DOWN = "-down";
  private static final String UP = "-up";

  private LowRankPaths() {}

  /** The network with a path of {@code ranks.get(name)} units beside each linear layer so named. */
  public static NetworkSpec beside(NetworkSpec network, Map<String, Integer> ranks) {
    Rewrite rewrite = new Rewrite(network);
    for (int n = 0; n < network.nodes().size(); n++) {
      Node node = network.nodes().get(n);
      int rank = ranks.getOrDefault(node.name(), 0);
      if (!(node.layer() instanceof Linear) || rank < 1) {
        rewrite.copy(n);
        continue;
      }
      Linear linear = (Linear) node.layer();
      int main = rewrite.add(new Node(node.name(), linear, List.of(rewrite.sources(n)), node.frozen()));
      int down = rewrite.add(
          new Node(node.name() + DOWN, new Linear(rank, false), List.of(rewrite.sources(n)), node.frozen()));
      int up = rewrite.add(
          new Node(node.name() + UP, new Linear(linear.out(), false), List.of(down), node.frozen()));
      rewrite.replace(n, rewrite.add(new Node(node.name() + "-sum", new Add(), main, up)));
    }
    return rewrite.network();
  }

  /** Whether {@code name} is a layer of a path beside one of {@code layers}. */
  public static boolean isPath(String name, List<String> layers) {
    for (String end : new String[] {DOWN, UP}) {
      if (name.endsWith(end) && layers.contains(name.substring(0, name.length() - end.length()))) {
        return true;
      }
    }
    return false;
  }
}
