package io.gossamer.masks.rule;

import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The masked weights of one array of values, layer by layer, in whatever order they lie in: a rule that needs to know
 * neighbours of a weight finds them here.
 */
public final class RuleWeights {
  private final List<Layer> layers = new ArrayList<>();

  private RuleWeights(
      NetworkSpec network, List<Pattern> patterns, ParameterLayout layout, IntFunction<int[]> orders) {
    List<NetworkSpec.Masked> masked = network.masked();
    for (int l = 0; l < patterns.size(); l++) {
      int learnedAt = network.learned().isEmpty()
          ? -1 : layout.window(network.learned().get(l).name()).offset();
      layers.add(new Layer(masked.get(l).layer(), layout.windows().get(l).offset(), patterns.get(l), orders.apply(l),
          learnedAt));
    }
  }

  /** Of values in the documented order. */
  public static RuleWeights documented(NetworkSpec network, List<Pattern> patterns) {
    return new RuleWeights(network, patterns, network.layout(patterns), l -> null);
  }

  /** Of a compiled network's parameters, in resident order. */
  public static RuleWeights resident(Network network) {
    return new RuleWeights(
        network.spec(), network.patterns(), network.layout(), network::residentOrder);
  }

  /** One per masked weight. */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * One masked weight.
   *
   * @param at of its first value
   * @param order of each place as it lies, the position in the documented order; null where the two agree
   * @param learnedAt where what is learned beside it starts; -1 where there is nothing
   */
  public record Layer(String name, int at, Pattern pattern, int[] order, int learnedAt) {
    /** Values. */
    public int nnz() {
      return pattern.nnz();
    }

    /** The position after the last value. */
    public int end() {
      return at + pattern.nnz();
    }

    /** Where in the array each place lies, row by row in ascending input. */
    public int[] byRow() {
      int[] places = new int[pattern.nnz()];
      for (int p = 0; p < places.length; p++) {
        places[order == null ? p : order[p]] = at + p;
      }
      return places;
    }
  }
}
