package io.gossamer.worker.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses what a shard names, group by group, and what it promises of the rest. */
public final class Naming {
  private final Probe.Candidates asked;
  private final List<Pattern> except;
  private final float[] sums;
  private final List<Float> bounds = new ArrayList<>();

  Naming(Probe.Candidates asked, List<LayerShape> layers, float[] sums) {
    this.asked = asked;
    this.except = MaskCodec.decode(asked.except(), layers).patterns();
    this.sums = sums;
  }

  int places(int l) {
    return except.get(l).out() * except.get(l).in();
  }

  Pattern layer(int l, int from) {
    Pattern layer = except.get(l);
    float[] open = Arrays.copyOfRange(sums, from, from + places(l));
    for (int place : Patterns.flat(layer)) {
      open[place] = 0;
    }
    int groups = asked.byRow() ? layer.out() : 1;
    int length = groups == 0 ? 0 : open.length / groups;
    int[] named = new int[open.length];
    int n = 0;
    for (int g = 0; g < groups; g++) {
      n = asked.top() == null ? reaching(open, g * length, length, asked.above()[l][g], named, n)
          : largest(open, g * length, length, asked.top()[l][g], named, n);
    }
    return Patterns.ofFlat(layer.out(), layer.in(), Arrays.copyOf(named, n));
  }

  private int largest(float[] open, int at, int length, int count, int[] named, int before) {
    int n = before;
    float least = Float.POSITIVE_INFINITY;
    int zeros = 0;
    for (int p : TopK.largestMagnitudes(open, at, length, Math.min(count, length))) {
      float sum = Math.abs(open[at + p]);
      if (sum == 0) {
        zeros++;
      } else {
        named[n++] = at + p;
        least = Math.min(least, sum);
      }
    }
    // Who names all that is not zero promises that the rest is.
    bounds.add(zeros > 0 ? 0 : least);
    return n;
  }

  private int reaching(float[] open, int at, int length, float threshold, int[] named, int before) {
    int n = before;
    for (int p = at; p < at + length; p++) {
      if (open[p] != 0 && Math.abs(open[p]) >= threshold) {
        named[n++] = p;
      }
    }
    bounds.add(threshold);
    return n;
  }

  float[] bounds() {
    float[] all = new float[bounds.size()];
    for (int b = 0; b < all.length; b++) {
      all[b] = bounds.get(b);
    }
    return all;
  }

  /**
   * What a shard says that has these sums.
   *
   * @param layers masked, in order
   * @param sums layer after layer, row-major over all places; more may follow
   */
  public static Answer answer(Probe probe, List<LayerShape> layers, int shard, double weight, float[] sums) {
    float[] at = probe.at().length == 0 ? new float[0] : at(MaskCodec.decode(probe.at(), layers), sums);
    if (probe.candidates().isNone()) {
      return new Answer(shard, weight, at, new float[0], null, new float[0], new double[0]);
    }
    Naming naming = new Naming(probe.candidates(), layers, sums);
    List<Pattern> named = new ArrayList<>();
    int from = 0;
    for (int l = 0; l < layers.size(); l++) {
      named.add(naming.layer(l, from));
      from += naming.places(l);
    }
    Mask places = new Mask(0, layers.stream().map(LayerShape::name).toList(), named);
    return new Answer(shard, weight, at, naming.bounds(), places, at(places, sums), new double[0]);
  }

  private static float[] at(Mask places, float[] sums) {
    float[] at = new float[places.nnz()];
    int n = 0;
    int from = 0;
    for (Pattern layer : places.patterns()) {
      for (int place : Patterns.flat(layer)) {
        at[n++] = sums[from + place];
      }
      from += layer.out() * layer.in();
    }
    return at;
  }
}
