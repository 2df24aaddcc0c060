package io.gossamer.masks.criterion;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.structure.MaskStructure;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.List;

/**
 * From a mask and scores to a smaller mask with exactly the asked number of places. Among equal scores the lower
 * (layer, place) is dropped (methods.md 0.4, golden F1).
 */
public final class Pruning {
  private Pruning() {}

  /** Keeps {@code counts[l]} places of each layer; the version grows by one. */
  public static Mask byLayer(Mask mask, double[] scores, int[] counts, MaskStructure structure) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      patterns.add(structure.keep(mask.patterns().get(l), scores, mask.weightsAt(l), counts[l]));
    }
    return new Mask(mask.version() + 1, mask.layers(), patterns);
  }

  /**
   * Keeps the {@code count} best places of the whole model, at least one in every layer that had one, so that no layer
   * vanishes.
   */
  public static Mask global(Mask mask, double[] scores, int count) {
    return keep(mask, kept(mask, scores, count));
  }

  /** As {@link #global} or {@link #byLayer}, as the scope says; a layer's share of the kept is that it has now. */
  public static Mask within(Scope scope, Mask mask, double[] scores, int count) {
    if (scope != Scope.LAYER) {
      return global(mask, scope.comparable(mask, scores), count);
    }
    return global(mask, ranksByLayer(mask, scores), count);
  }

  /** A score's share of its layer's kept weights that are smaller, so that a common threshold cuts the same share. */
  private static double[] ranksByLayer(Mask mask, double[] scores) {
    double[] ranks = new double[scores.length];
    for (int l = 0; l < mask.patterns().size(); l++) {
      int at = mask.weightsAt(l);
      int length = mask.patterns().get(l).nnz();
      Integer[] order = new Integer[length];
      for (int p = 0; p < length; p++) {
        order[p] = p;
      }
      java.util.Arrays.sort(order, (a, b) -> Double.compare(scores[at + a], scores[at + b]));
      for (int rank = 0; rank < length; rank++) {
        ranks[at + order[rank]] = (rank + 0.5) / length;
      }
    }
    return ranks;
  }

  private static boolean[] kept(Mask mask, double[] scores, int count) {
    boolean[] kept = new boolean[mask.nnz()];
    java.util.Arrays.fill(kept, true);
    double[] open = scores.clone();
    int layers = 0;
    for (int l = 0; l < mask.patterns().size(); l++) {
      int nnz = mask.patterns().get(l).nnz();
      if (nnz > 0) {
        open[mask.weightsAt(l) + TopK.largest(scores, mask.weightsAt(l), nnz, 1)[0]] = Double.POSITIVE_INFINITY;
        layers++;
      }
    }
    double[] ranked = count < layers ? scores : open;
    for (int p : TopK.smallest(ranked, 0, kept.length, kept.length - count)) {
      kept[p] = false;
    }
    return kept;
  }

  private static Mask keep(Mask mask, boolean[] kept) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < mask.patterns().size(); l++) {
      Pattern pattern = mask.patterns().get(l);
      int at = mask.weightsAt(l);
      patterns.add(Patterns.keep(
          pattern, java.util.stream.IntStream.range(0, pattern.nnz()).filter(p -> kept[at + p]).toArray()));
    }
    return new Mask(mask.version() + 1, mask.layers(), patterns);
  }

  /** Counts of each layer as the structure can keep them. */
  public static int[] counts(List<LayerShape> shapes, int[] asked, MaskStructure structure) {
    int[] counts = new int[asked.length];
    for (int l = 0; l < counts.length; l++) {
      counts[l] = structure.count(shapes.get(l), asked[l]);
    }
    return counts;
  }
}
