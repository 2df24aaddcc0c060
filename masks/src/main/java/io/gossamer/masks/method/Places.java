package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sets of places. */
final class Places {
  private Places() {}

  /** Whether each row-major place is in the pattern. */
  static boolean[] marked(Pattern pattern) {
    boolean[] marked = new boolean[pattern.out() * pattern.in()];
    for (int place : Patterns.flat(pattern)) {
      marked[place] = true;
    }
    return marked;
  }

  /** The pattern of the marked places. */
  static Pattern pattern(Pattern shape, boolean[] marked) {
    int[] flat = new int[marked.length];
    int n = 0;
    for (int place = 0; place < marked.length; place++) {
      if (marked[place]) {
        flat[n++] = place;
      }
    }
    return Patterns.ofFlat(shape.out(), shape.in(), Arrays.copyOf(flat, n));
  }

  /** A mask with places more in every layer. */
  static Mask with(int version, Mask mask, int[][] more) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < more.length; l++) {
      boolean[] marked = marked(mask.patterns().get(l));
      for (int place : more[l]) {
        marked[place] = true;
      }
      patterns.add(pattern(mask.patterns().get(l), marked));
    }
    return new Mask(version, mask.layers(), patterns);
  }

  /** {@code count} places outside a pattern, every choice equally likely; ascending. */
  static int[] random(Pattern except, int count, Seed seed) {
    boolean[] marked = marked(except);
    int[] free = new int[marked.length - except.nnz()];
    int n = 0;
    for (int place = 0; place < marked.length; place++) {
      if (!marked[place]) {
        free[n++] = place;
      }
    }
    Pattern chosen = Patterns.random(1, free.length, count, seed);
    return Arrays.stream(chosen.columns()).map(c -> free[c]).toArray();
  }

  /** No place of a layer like this. */
  static Pattern none(Pattern shape) {
    return Patterns.ofFlat(shape.out(), shape.in(), new int[0]);
  }
}
