package io.gossamer.masks.structure;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;

/**
 * Blocks of {@code rows} outputs and {@code columns} inputs are kept or dropped as one, by the sum of their scores.
 * With {@code columns} 0 a block is a whole row: a neuron, or a filter of a convolution.
 */
record Blocks(int rows, int columns) implements MaskStructure {
  @Override
  public int count(LayerShape shape, int asked) {
    if (asked == shape.places()) {
      return asked;
    }
    int wide = wide(shape.in());
    if (shape.out() % rows != 0 || shape.in() % wide != 0) {
      throw new InvalidInput("layer " + shape.name() + " is " + shape.out() + " x " + shape.in()
          + ", which blocks of " + rows + " x " + wide + " do not fill; set it apart as dense (sparsity.layers: {"
          + shape.name() + ": 0}), or choose other sparsity.structure.rows and columns");
    }
    int area = rows * wide;
    return Math.max(1, asked / area) * area;
  }

  private int wide(int in) {
    return columns == 0 ? in : columns;
  }

  @Override
  public Pattern keep(Pattern from, double[] scores, int at, int count) {
    if (count == from.nnz()) {
      return from;
    }
    int wide = wide(from.in());
    int across = from.in() / wide;
    int[] places = Patterns.flat(from);
    double[] sums = new double[from.out() / rows * across];
    boolean[] exists = new boolean[sums.length];
    for (int p = 0; p < places.length; p++) {
      int block = block(places[p], from.in(), wide, across);
      sums[block] += scores[at + p];
      exists[block] = true;
    }
    for (int b = 0; b < sums.length; b++) {
      sums[b] = exists[b] ? sums[b] : Double.NEGATIVE_INFINITY;
    }
    boolean[] kept = new boolean[sums.length];
    for (int b : Unstructured.kept(sums, 0, sums.length, count / (rows * wide))) {
      kept[b] = true;
    }
    int[] positions = new int[count];
    int n = 0;
    for (int p = 0; p < places.length; p++) {
      if (kept[block(places[p], from.in(), wide, across)]) {
        positions[n++] = p;
      }
    }
    return Patterns.keep(from, positions);
  }

  private int block(int place, int in, int wide, int across) {
    return place / in / rows * across + place % in / wide;
  }
}
