package io.gossamer.ops.net;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.Add;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Relu;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks that are larger by as much as they are sparser, so that a row costs what it cost in the dense network.
 * Source: Thangarasa et al. 2024, Sparse-IFT, section 3 (methods.md B22). With density d, and the last layer left as it
 * is:
 */
public enum IsoFlop {
  /** Hidden layers and channels are wider by {@code sqrt(1 / d)}. */
  WIDE {
    @Override
    NetworkSpec rewrite(NetworkSpec network, double density) {
      double factor = Math.sqrt(1 / density);
      Rewrite rewrite = new Rewrite(network);
      int last = lastMasked(network);
      for (int n = 0; n < network.nodes().size(); n++) {
        Node node = network.nodes().get(n);
        if (n == last) {
          rewrite.copy(n);
        } else {
          rewrite.replace(n, rewrite.add(new Node(
              node.name(), widened(node.layer(), factor), List.of(rewrite.sources(n)), node.frozen())));
        }
      }
      return rewrite.network();
    }
  },
  /** Each hidden linear layer becomes {@code 1 / d} of its kind, each with a ReLU, which are added. */
  PARALLEL {
    @Override
    NetworkSpec rewrite(NetworkSpec network, double density) {
      int branches = (int) Math.max(2, Math.round(1 / density));
      Rewrite rewrite = new Rewrite(network);
      for (int n = 0; n < network.nodes().size(); n++) {
        Node node = network.nodes().get(n);
        if (!isHidden(network, n)) {
          rewrite.copy(n);
          continue;
        }
        Integer[] made = new Integer[branches];
        for (int b = 0; b < branches; b++) {
          String name = node.name() + "-" + (b + 1);
          int branch = rewrite.add(new Node(name, node.layer(), List.of(rewrite.sources(n)), node.frozen()));
          made[b] = rewrite.add(new Node(name + "-relu", new Relu(), branch));
        }
        rewrite.replace(n, rewrite.add(new Node(node.name() + "-sum", new Add(), made)));
      }
      return rewrite.network();
    }
  },
  /** Each hidden linear layer becomes two with a ReLU between, of {@code in * out / (d * (in + out))} units. */
  FACTORISED {
    @Override
    NetworkSpec rewrite(NetworkSpec network, double density) {
      Rewrite rewrite = new Rewrite(network);
      for (int n = 0; n < network.nodes().size(); n++) {
        Node node = network.nodes().get(n);
        if (!isHidden(network, n)) {
          rewrite.copy(n);
          continue;
        }
        Linear linear = (Linear) node.layer();
        double in = rewrite.inputs(n);
        int units = (int) Math.max(1, Math.floor(in * linear.out() / (density * (in + linear.out()))));
        int first = rewrite.add(new Node(
            node.name() + "-in", new Linear(units, false), List.of(rewrite.sources(n)), node.frozen()));
        int between = rewrite.add(new Node(node.name() + "-relu", new Relu(), first));
        rewrite.replace(n, rewrite.add(new Node(node.name(), linear, List.of(between), node.frozen())));
      }
      return rewrite.network();
    }
  },
  /** Beside each hidden linear layer a dense path of rank {@code (1 - d) * in * out / (in + out)}. */
  DOPED {
    @Override
    NetworkSpec rewrite(NetworkSpec network, double density) {
      Rewrite shapes = new Rewrite(network);
      Map<String, Integer> ranks = new HashMap<>();
      for (int n = 0; n < network.nodes().size(); n++) {
        if (isHidden(network, n)) {
          Node node = network.nodes().get(n);
          double in = shapes.inputs(n);
          double out = ((Linear) node.layer()).out();
          ranks.put(node.name(), (int) Math.floor((1 - density) * in * out / (in + out)));
        }
      }
      return LowRankPaths.beside(network, ranks);
    }
  };

  abstract NetworkSpec rewrite(NetworkSpec network, double density);

  /**
   * The larger network.
   *
   * @param density of its masked layers, in (0, 1]
   * @throws InvalidInput if the network's layers do not allow it
   */
  public NetworkSpec of(NetworkSpec network, double density) {
    try {
      return rewrite(network, density);
    } catch (InvalidInput e) {
      throw new InvalidInput("sparsity.isoFlop cannot enlarge this network; choose another transform, or another method"
          + " than iso-flop: " + e.getMessage());
    }
  }

  private static int lastMasked(NetworkSpec network) {
    int last = -1;
    for (int n = 0; n < network.nodes().size(); n++) {
      LayerSpec layer = network.nodes().get(n).layer();
      last = layer instanceof Linear || layer instanceof Conv2d ? n : last;
    }
    return last;
  }

  private static boolean isHidden(NetworkSpec network, int n) {
    return network.nodes().get(n).layer() instanceof Linear && n != lastMasked(network);
  }

  private static LayerSpec widened(LayerSpec layer, double factor) {
    if (layer instanceof Linear linear) {
      return new Linear((int) Math.round(linear.out() * factor), linear.bias());
    }
    if (layer instanceof Conv2d conv) {
      return new Conv2d(
          (int) Math.round(conv.out() * factor), conv.kernel(), conv.stride(), conv.padding(), conv.bias());
    }
    return layer;
  }
}
