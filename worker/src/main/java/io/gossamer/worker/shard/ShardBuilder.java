package io.gossamer.worker.shard;

import io.gossamer.ops.rows.Rows;
import java.util.List;

/** Packs rows that arrive in any order and any number of parts into a shard whose bits do not depend on either. */
public final class ShardBuilder {
  private ShardBuilder() {}

  /**
   * @param parts all with the given number of features, packed alike
   * @param sparse whether the shard keeps rows by their nonzeros
   */
  public static Shard build(int index, List<HashedRows> parts, int features, boolean sparse) {
    int count = parts.stream().mapToInt(part -> part.places().length).sum();
    long[] places = new long[count];
    int[] partOf = new int[count];
    int[] rowOf = new int[count];
    int next = 0;
    for (int part = 0; part < parts.size(); part++) {
      long[] own = parts.get(part).places();
      for (int row = 0; row < own.length; row++) {
        places[next] = own[row];
        partOf[next] = part;
        rowOf[next++] = row;
      }
    }
    int[] order = RowOrder.ascending(places);
    settleTies(order, places, parts, partOf, rowOf);
    RowBuffer buffer = new RowBuffer(features, sparse);
    for (int at : order) {
      buffer.copy(parts.get(partOf[at]).rows(), rowOf[at]);
    }
    return new Shard(index, buffer.toRows());
  }

  /** Orders runs of one place by content. Nearly all are copies of one row, which cost one comparison each. */
  private static void settleTies(int[] order, long[] places, List<HashedRows> parts, int[] partOf, int[] rowOf) {
    for (int n = 1; n < order.length; n++) {
      int moved = order[n];
      Rows rows = parts.get(partOf[moved]).rows();
      int to = n;
      while (to > 0 && places[order[to - 1]] == places[moved]
          && RowOrder.compare(parts.get(partOf[order[to - 1]]).rows(), rowOf[order[to - 1]], rows, rowOf[moved]) > 0) {
        order[to] = order[to - 1];
        to--;
      }
      order[to] = moved;
    }
  }

  /** The rows of {@code part} that go into each shard of {@code split}; null where there are none. */
  public static HashedRows[] cut(HashedRows part, Placement placement, int split, boolean sparse) {
    int[] shardOf = new int[part.hashes().length];
    int[] counts = new int[placement.shards()];
    for (int row = 0; row < shardOf.length; row++) {
      boolean chosen = placement.split(part.hashes()[row]) == split;
      shardOf[row] = chosen ? placement.shard(part.hashes()[row], part.places()[row]) : -1;
      if (chosen) {
        counts[shardOf[row]]++;
      }
    }
    Cut[] cuts = new Cut[counts.length];
    for (int row = 0; row < shardOf.length; row++) {
      int shard = shardOf[row];
      if (shard >= 0) {
        if (cuts[shard] == null) {
          cuts[shard] = new Cut(part.rows().features(), sparse, counts[shard]);
        }
        cuts[shard].add(part, row);
      }
    }
    HashedRows[] cut = new HashedRows[cuts.length];
    for (int shard = 0; shard < cut.length; shard++) {
      cut[shard] = cuts[shard] == null ? null : cuts[shard].rows();
    }
    return cut;
  }

  private static final class Cut {
    private final RowBuffer buffer;
    private final long[] hashes;
    private final long[] places;

    Cut(int features, boolean sparse, int count) {
      buffer = new RowBuffer(features, sparse);
      hashes = new long[count];
      places = new long[count];
    }

    void add(HashedRows from, int row) {
      hashes[buffer.count()] = from.hashes()[row];
      places[buffer.count()] = from.places()[row];
      buffer.copy(from.rows(), row);
    }

    HashedRows rows() {
      return new HashedRows(buffer.toRows(), hashes, places);
    }
  }
}
