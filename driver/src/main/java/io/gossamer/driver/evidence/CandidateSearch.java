package io.gossamer.driver.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import io.gossamer.worker.evidence.Answer;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.evidence.Probe.Candidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The places of largest absolute sum over all shards, from a few candidates of each: exactly those that whole dense
 * sums would give. First every shard names as many of its largest places as are sought, and all tell what they have at
 * the union. Sums there are exact, and the last of the best so far is a level that nothing unnamed can reach if the
 * shards' bounds add up to less. Where they do not, a second pass asks each shard for all that reaches its share of the
 * level: what no shard names then cannot. Source: the three-phase threshold algorithm of Cao and Wang 2004 (TPUT), here
 * for signed numbers.
 */
final class CandidateSearch {
  private final List<String> layers;
  private final Search search;
  private final Probe.Sample sample;
  private final Function<Probe, List<Answer>> ask;
  private final List<Group> groups = new ArrayList<>();
  private final double[][] sums;
  private final boolean[][] known;
  private double weight;
  private int shards;

  /** @param ask runs a pass; answers in shard order */
  CandidateSearch(List<String> layers, Search search, Probe.Sample sample, Function<Probe, List<Answer>> ask) {
    this.layers = layers;
    this.search = search;
    this.sample = sample;
    this.ask = ask;
    this.sums = search.except().stream().map(p -> new double[p.out() * p.in()]).toArray(double[][]::new);
    this.known = search.except().stream().map(p -> new boolean[p.out() * p.in()]).toArray(boolean[][]::new);
    for (int l = 0; l < layers.size(); l++) {
      for (int g = 0; g < search.counts()[l].length; g++) {
        groups.add(new Group(l, g, search.counts()[l][g]));
      }
    }
  }

  /** Places that compete for the same count. */
  private final class Group {
    private final int layer;
    private final int number;
    private final int count;
    private double bound;

    Group(int layer, int number, int count) {
      this.layer = layer;
      this.number = number;
      this.count = count;
    }

    int length() {
      return sums[layer].length / search.counts()[layer].length;
    }

    int from() {
      return number * length();
    }

    int end() {
      return from() + length();
    }

    /** The score of a place if its sum is {@code sum}. */
    double score(int place, double sum) {
      return Math.abs(sum) / weight + search.bonus().at(layer, place);
    }

    /** What the last of the best that are known reaches. */
    double level(boolean[] excepted) {
      double[] scores = new double[length()];
      int found = 0;
      for (int p = from(); p < end(); p++) {
        if (known[layer][p] && !excepted[p]) {
          scores[found++] = score(p, sums[layer][p]);
        }
      }
      if (found < count) {
        return Double.NEGATIVE_INFINITY;
      }
      double level = Double.POSITIVE_INFINITY;
      for (int n : TopK.largest(scores, 0, found, count)) {
        level = Math.min(level, scores[n]);
      }
      return level;
    }

    /** The largest bonus among places that are not known. */
    double largestBonus(boolean[] excepted) {
      double largest = 0;
      for (int p = from(); search.bonus() != Search.Bonus.NONE && p < end(); p++) {
        if (!known[layer][p] && !excepted[p]) {
          largest = Math.max(largest, search.bonus().at(layer, p));
        }
      }
      return largest;
    }
  }

  /** Places by layer, ascending. */
  int[][] find() {
    boolean[][] excepted = excepted();
    byte[] except = MaskCodec.encode(new Mask(0, layers, search.except()));
    List<Answer> first = ask.apply(Probe.candidates(
        search.measure(), sample, new Candidates(except, search.byRow(), search.counts(), null)));
    for (Answer answer : first) {
      weight += answer.weight();
      shards += answer.weight() > 0 ? 1 : 0;
      for (int g = 0; g < answer.bounds().length; g++) {
        groups.get(g).bound += answer.bounds()[g];
      }
    }
    weight = weight == 0 ? 1 : weight;
    learn(union(first));
    float[][] thresholds = thresholds(excepted);
    if (thresholds != null) {
      second(excepted, thresholds);
    }
    return best(excepted);
  }

  private boolean[][] excepted() {
    boolean[][] excepted = new boolean[sums.length][];
    for (int l = 0; l < excepted.length; l++) {
      excepted[l] = new boolean[sums[l].length];
      for (int place : Patterns.flat(search.except().get(l))) {
        excepted[l][place] = true;
      }
    }
    return excepted;
  }

  private boolean[][] union(List<Answer> answers) {
    boolean[][] union = Arrays.stream(sums).map(layer -> new boolean[layer.length]).toArray(boolean[][]::new);
    for (Answer answer : answers) {
      for (int l = 0; answer.named() != null && l < union.length; l++) {
        for (int place : Patterns.flat(answer.named().patterns().get(l))) {
          union[l][place] = true;
        }
      }
    }
    return union;
  }

  /** Asks all shards for their sums at these places and adds them up, in shard order. */
  private void learn(boolean[][] places) {
    Mask asked = mask(places);
    if (asked.nnz() == 0) {
      return;
    }
    for (Answer answer : ask.apply(Probe.at(search.measure(), sample, MaskCodec.encode(asked), new float[0]))) {
      int n = 0;
      for (int l = 0; l < sums.length && answer.at().length > 0; l++) {
        for (int place : Patterns.flat(asked.patterns().get(l))) {
          sums[l][place] += answer.at()[n++];
        }
      }
    }
    for (int l = 0; l < sums.length; l++) {
      for (int place : Patterns.flat(asked.patterns().get(l))) {
        known[l][place] = true;
      }
    }
  }

  private Mask mask(boolean[][] places) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < places.length; l++) {
      int[] flat = new int[places[l].length];
      int n = 0;
      for (int p = 0; p < flat.length; p++) {
        if (places[l][p]) {
          flat[n++] = p;
        }
      }
      Pattern shape = search.except().get(l);
      patterns.add(Patterns.ofFlat(shape.out(), shape.in(), Arrays.copyOf(flat, n)));
    }
    return new Mask(0, layers, patterns);
  }

  /**
   * A shard's share of the level, group by group; infinite where the first pass proves the choice; null if everywhere.
   */
  private float[][] thresholds(boolean[][] excepted) {
    float[][] thresholds = new float[layers.size()][];
    boolean needed = false;
    for (int l = 0; l < thresholds.length; l++) {
      thresholds[l] = new float[search.counts()[l].length];
    }
    for (Group group : groups) {
      float threshold = Float.POSITIVE_INFINITY;
      if (group.count > 0 && group.bound > 0) {
        double room = (group.level(excepted[group.layer]) - group.largestBonus(excepted[group.layer])) * weight;
        if (!(group.bound < room)) {
          // A little below the share, so that rounding cannot lift the sum of unnamed places to the level.
          threshold = (float) Math.max(0, room / shards * (1 - 1e-6));
          group.bound = (double) threshold * shards;
          needed = true;
        }
      }
      thresholds[group.layer][group.number] = threshold;
    }
    return needed ? thresholds : null;
  }

  private void second(boolean[][] excepted, float[][] thresholds) {
    boolean[][] closed = new boolean[sums.length][];
    for (int l = 0; l < closed.length; l++) {
      closed[l] = new boolean[sums[l].length];
      for (int p = 0; p < closed[l].length; p++) {
        closed[l][p] = excepted[l][p] || known[l][p];
      }
    }
    List<Answer> answers = ask.apply(Probe.candidates(search.measure(), sample,
        new Candidates(MaskCodec.encode(mask(closed)), search.byRow(), null, thresholds)));
    learn(able(answers, thresholds, excepted));
  }

  /** Named places that could reach the level if those who did not name them have as much as they may. */
  private boolean[][] able(List<Answer> answers, float[][] thresholds, boolean[][] excepted) {
    double[][] partial = Arrays.stream(sums).map(layer -> new double[layer.length]).toArray(double[][]::new);
    int[][] named = Arrays.stream(sums).map(layer -> new int[layer.length]).toArray(int[][]::new);
    for (Answer answer : answers) {
      int n = 0;
      for (int l = 0; answer.named() != null && l < sums.length; l++) {
        for (int place : Patterns.flat(answer.named().patterns().get(l))) {
          partial[l][place] += answer.values()[n++];
          named[l][place]++;
        }
      }
    }
    boolean[][] able = Arrays.stream(sums).map(layer -> new boolean[layer.length]).toArray(boolean[][]::new);
    for (Group group : groups) {
      double level = group.level(excepted[group.layer]);
      float threshold = thresholds[group.layer][group.number];
      for (int p = group.from(); p < group.end(); p++) {
        int count = named[group.layer][p];
        double most = Math.abs(partial[group.layer][p]) + (count == 0 ? 0 : (shards - count) * (double) threshold);
        able[group.layer][p] = count > 0 && group.score(p, most) >= level * (1 - 1e-9);
      }
    }
    return able;
  }

  private int[][] best(boolean[][] excepted) {
    int[][] best = new int[layers.size()][];
    for (int l = 0; l < best.length; l++) {
      best[l] = new int[Arrays.stream(search.counts()[l]).sum()];
    }
    int[] n = new int[best.length];
    for (Group group : groups) {
      double[] scores = new double[group.length()];
      for (int p = group.from(); p < group.end(); p++) {
        // Where the bounds are zero, so is every sum that is not known.
        boolean open = !excepted[group.layer][p] && (known[group.layer][p] || group.bound == 0);
        scores[p - group.from()] = open ? group.score(p, sums[group.layer][p]) : Double.NEGATIVE_INFINITY;
      }
      for (int p : TopK.largest(scores, 0, scores.length, group.count)) {
        best[group.layer][n[group.layer]++] = group.from() + p;
      }
    }
    return best;
  }
}
