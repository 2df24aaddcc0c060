package io.gossamer.worker.shard;

import io.gossamer.ops.rows.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Packs rows that arrive in any order and any number of parts into a shard whose bits do not depend on either. */
public final class ShardBuilder {
  private ShardBuilder() {}

  private record Place(long place, HashedRows part, int row) {}

  /**
   * @param parts all with the given number of features
   * @param sparse whether the shard keeps rows by their nonzeros
   */
  public static Shard build(int index, List<HashedRows> parts, int features, boolean sparse) {
    List<Place> places = new ArrayList<>();
    for (HashedRows part : parts) {
      for (int row = 0; row < part.places().length; row++) {
        places.add(new Place(part.places()[row], part, row));
      }
    }
    // Rows of equal place have equal hashes, hence equal content: their order cannot be seen.
    places.sort(Comparator.comparingLong(Place::place).thenComparingLong(p -> p.part.hashes()[p.row]));
    RowBuffer buffer = new RowBuffer(features, sparse);
    for (Place place : places) {
      buffer.copy(place.part.rows(), place.row);
    }
    return new Shard(index, buffer.toRows());
  }

  /** The rows of {@code part} that {@code placement} puts into each shard of {@code split}; null where there are none. */
  public static HashedRows[] cut(HashedRows part, Placement placement, int split, boolean sparse) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int s = 0; s < placement.shards(); s++) {
      rows.add(new ArrayList<>());
    }
    for (int row = 0; row < part.hashes().length; row++) {
      if (placement.split(part.hashes()[row]) == split) {
        rows.get(placement.shard(part.hashes()[row], part.places()[row])).add(row);
      }
    }
    HashedRows[] cuts = new HashedRows[placement.shards()];
    for (int s = 0; s < cuts.length; s++) {
      cuts[s] = rows.get(s).isEmpty() ? null : select(part, rows.get(s), sparse);
    }
    return cuts;
  }

  private static HashedRows select(HashedRows part, List<Integer> chosen, boolean sparse) {
    Rows rows = part.rows();
    RowBuffer buffer = new RowBuffer(rows.features(), sparse);
    long[] hashes = new long[chosen.size()];
    long[] places = new long[chosen.size()];
    for (int n = 0; n < hashes.length; n++) {
      int row = chosen.get(n);
      buffer.copy(rows, row);
      hashes[n] = part.hashes()[row];
      places[n] = part.places()[row];
    }
    return new HashedRows(buffer.toRows(), hashes, places);
  }
}
