package io.gossamer.worker.measure;

import io.gossamer.masks.Mask;
import io.gossamer.ops.layer.AvgPool;
import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Dropout;
import io.gossamer.ops.layer.Gelu;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.LeakyRelu;
import io.gossamer.ops.layer.MaxPool;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.layer.Relu;
import io.gossamer.ops.layer.Reshape;
import io.gossamer.ops.layer.Sigmoid;
import io.gossamer.ops.layer.Tanh;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import java.util.Arrays;
import java.util.List;

/**
 * Which kept weights lie on a path from inputs to outputs, and which units on none. A unit is dead if no live input
 * reaches it or it reaches no live unit; weights at dead units are kept in vain, which effective sparsity tells
 * (methods.md H18). Masked layers are linked where only layers that treat each unit by itself lie between them;
 * everything beyond such a link counts as alive.
 */
public final class LivePaths {
  private final List<Pattern> patterns;
  private final int[] source;
  private final boolean[] open;
  private final boolean[][] fed;
  private final boolean[][] heard;

  /** @param mask of the network */
  public LivePaths(NetworkSpec network, Mask mask) {
    this.patterns = mask.patterns();
    this.source = new int[patterns.size()];
    this.open = new boolean[patterns.size()];
    this.fed = patterns.stream().map(p -> new boolean[p.out()]).toArray(boolean[][]::new);
    this.heard = patterns.stream().map(p -> new boolean[p.out()]).toArray(boolean[][]::new);
    link(network, mask.layers());
    for (int l = 0; l < patterns.size(); l++) {
      feed(l);
    }
    for (int l = patterns.size() - 1; l >= 0; l--) {
      hear(l);
    }
  }

  private void link(NetworkSpec network, List<String> layers) {
    List<Node> nodes = network.nodes();
    int[] carries = new int[nodes.size()];
    for (int n = 0; n < carries.length; n++) {
      Node node = nodes.get(n);
      int masked = layers.indexOf(node.name());
      int from = node.inputs().size() == 1 && node.inputs().get(0) != Node.ROWS ? carries[node.inputs().get(0)] : -1;
      if (masked >= 0) {
        source[masked] = from >= 0 && patterns.get(masked).in() % patterns.get(from).out() == 0 ? from : -1;
      }
      boolean linked = masked >= 0 && source[masked] >= 0 || masked < 0 && keepsUnits(node.layer());
      carries[n] = masked >= 0 ? masked : keepsUnits(node.layer()) ? from : -1;
      for (int input : node.inputs()) {
        if (input != Node.ROWS && carries[input] >= 0 && !linked) {
          open[carries[input]] = true;
        }
      }
    }
    if (carries[carries.length - 1] >= 0) {
      open[carries[carries.length - 1]] = true;
    }
  }

  private static boolean keepsUnits(LayerSpec layer) {
    return layer instanceof Relu || layer instanceof LeakyRelu || layer instanceof Gelu || layer instanceof Sigmoid
        || layer instanceof Tanh || layer instanceof Dropout || layer instanceof BatchNorm || layer instanceof MaxPool
        || layer instanceof AvgPool || layer instanceof Reshape;
  }

  /** The unit of the source layer behind a column. */
  private int unit(int l, int column) {
    return column / (patterns.get(l).in() / patterns.get(source[l]).out());
  }

  private boolean isFed(int l, int column) {
    return source[l] < 0 || fed[source[l]][unit(l, column)];
  }

  private void feed(int l) {
    Pattern pattern = patterns.get(l);
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        fed[l][o] |= isFed(l, pattern.columns()[k]);
      }
    }
  }

  private void hear(int l) {
    if (open[l]) {
      Arrays.fill(heard[l], true);
    }
    for (int o = 0; source[l] >= 0 && o < patterns.get(l).out(); o++) {
      for (int k = patterns.get(l).rowStarts()[o]; heard[l][o] && k < patterns.get(l).rowStarts()[o + 1]; k++) {
        heard[source[l]][unit(l, patterns.get(l).columns()[k])] = true;
      }
    }
  }

  /** Kept weights of layer {@code l} on a path. */
  public int effective(int l) {
    Pattern pattern = patterns.get(l);
    int effective = 0;
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = pattern.rowStarts()[o]; heard[l][o] && k < pattern.rowStarts()[o + 1]; k++) {
        effective += isFed(l, pattern.columns()[k]) ? 1 : 0;
      }
    }
    return effective;
  }

  /** Units of layer {@code l} on no path. */
  public int dead(int l) {
    int dead = 0;
    for (int o = 0; o < fed[l].length; o++) {
      dead += fed[l][o] && heard[l][o] ? 0 : 1;
    }
    return dead;
  }

  /** Share of all weights on no path, in [0, 1]: at least the mask's sparsity. */
  public double effectiveSparsity() {
    long places = 0;
    long effective = 0;
    for (int l = 0; l < patterns.size(); l++) {
      places += (long) patterns.get(l).out() * patterns.get(l).in();
      effective += effective(l);
    }
    return places == 0 ? 0 : 1 - effective / (double) places;
  }
}
