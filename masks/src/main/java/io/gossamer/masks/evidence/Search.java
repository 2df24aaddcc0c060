package io.gossamer.masks.evidence;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import java.util.List;

/**
 * A search for the places of largest evidence.
 *
 * @param except places that are no candidates, one pattern a layer
 * @param counts how many to find: an entry a layer, or in each layer an entry a row if {@code byRow}
 */
public record Search(Measure measure, List<Pattern> except, int[][] counts, boolean byRow, Bonus bonus) {
  /** Added to a place's absolute sum; known to the driver alone. */
  @FunctionalInterface
  public interface Bonus {
    /** Nothing. */
    Bonus NONE = (layer, place) -> 0;

    /** At row-major {@code place} of {@code layer}; at least 0. */
    double at(int layer, int place);
  }

  public Search {
    except = List.copyOf(except);
    for (int l = 0; l < counts.length; l++) {
      Pattern layer = except.get(l);
      int groups = byRow ? layer.out() : 1;
      if (counts[l].length != groups) {
        throw new InvariantBroken("a search in layer " + l + " has " + counts[l].length + " counts for " + groups
            + " groups");
      }
      for (int g = 0; g < groups; g++) {
        long free = byRow ? layer.in() - layer.fanIn(g) : (long) layer.out() * layer.in() - layer.nnz();
        if (counts[l][g] < 0 || counts[l][g] > free) {
          throw new InvariantBroken("cannot find " + counts[l][g] + " of " + free + " free places in layer " + l);
        }
      }
    }
  }

  /** The {@code counts[l]} places of layer l with the largest {@code |sum|}, outside {@code except}. */
  public static Search byLayer(Measure measure, List<Pattern> except, int[] counts) {
    return byLayer(measure, except, counts, Bonus.NONE);
  }

  /** As above, with a bonus. */
  public static Search byLayer(Measure measure, List<Pattern> except, int[] counts, Bonus bonus) {
    int[][] single = new int[counts.length][];
    for (int l = 0; l < counts.length; l++) {
      single[l] = new int[] {counts[l]};
    }
    return new Search(measure, except, single, false, bonus);
  }

  /** The {@code counts[l][o]} places of row o of layer l. */
  public static Search byRow(Measure measure, List<Pattern> except, int[][] counts) {
    return new Search(measure, except, counts, true, Bonus.NONE);
  }
}
