package io.gossamer.worker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardBuilderTest {
  private static final int FEATURES = 5;
  private static final Placement ALL_IN_ONE = Placement.of(new Seed(1), 1, 0, 0, 0);

  /** Rows of a third zeros; every seventh is a copy of row 0. */
  private static Rows rows(int count, boolean sparse) {
    Seed.Stream stream = new Seed(3).child("rows").stream();
    float[][] drawn = new float[count][FEATURES];
    for (int row = 0; row < count; row++) {
      for (int f = 0; f < FEATURES; f++) {
        drawn[row][f] = stream.nextInt(3) == 0 ? 0 : (float) stream.nextGaussian();
      }
    }
    RowBuffer buffer = new RowBuffer(FEATURES, sparse);
    for (int row = 0; row < count; row++) {
      int source = row % 7 == 0 ? 0 : row;
      buffer.start(source % 2, 1);
      for (int f = 0; f < FEATURES; f++) {
        buffer.set(f, drawn[source][f]);
      }
    }
    return buffer.toRows();
  }

  private static HashedRows hashed(Rows rows) {
    long[] hashes = IntStream.range(0, rows.count()).mapToLong(row -> RowHash.of(rows, row)).toArray();
    return new HashedRows(rows, hashes, hashes);
  }

  /** The rows in the given order, cut into so many parts. */
  private static List<HashedRows> parts(Rows rows, int[] order, int parts, boolean sparse) {
    List<HashedRows> cut = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      RowBuffer buffer = new RowBuffer(FEATURES, sparse);
      for (int n = order.length * part / parts; n < order.length * (part + 1) / parts; n++) {
        buffer.copy(rows, order[n]);
      }
      cut.add(hashed(buffer.toRows()));
    }
    return cut;
  }

  private static float[] values(Rows rows) {
    return rows instanceof DenseRows dense ? dense.values() : ((CsrRows) rows).values();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "7, false", "1, true", "3, true", "7, true"})
  void orderAndPartsOfTheInputDoNotShow(int parts, boolean sparse) {
    Rows rows = rows(100, sparse);
    int[] given = IntStream.range(0, 100).toArray();
    int[] shuffled = given.clone();
    new Seed(parts).stream().shuffle(shuffled, 100);

    Shard first = ShardBuilder.build(2, parts(rows, given, 1, sparse), FEATURES, sparse);
    Shard second = ShardBuilder.build(2, parts(rows, shuffled, parts, sparse), FEATURES, sparse);

    assertThat(second.index()).isEqualTo(2);
    assertThat(second.rows().count()).isEqualTo(100);
    assertThat(values(second.rows())).containsExactly(values(first.rows()));
    for (int row = 0; row < 100; row++) {
      assertThat(second.rows().label(row)).isEqualTo(first.rows().label(row));
    }
  }

  @Test
  void rowsThatOnlyShareAHashAreOrderedByContent() {
    Rows rows = new DenseRows(1, new float[] {3, 1, 2, 1}, new float[] {0, 1, 0, 0}, null);
    Rows turned = new DenseRows(1, new float[] {1, 2, 1, 3}, new float[] {0, 0, 1, 0}, null);
    long[] same = {9, 9, 9, 9};

    Rows one = ShardBuilder.build(0, List.of(new HashedRows(rows, same, same)), 1, false).rows();
    Rows other = ShardBuilder.build(0, List.of(new HashedRows(turned, same, same)), 1, false).rows();

    assertThat(values(one)).containsExactly(1, 2, 3, 1);
    assertThat(values(other)).containsExactly(1, 2, 3, 1);
    assertThat(one.label(3)).isEqualTo(1);
  }

  @Test
  void cutsHoldEveryRowOfTheSplitOnce() {
    HashedRows rows = hashed(rows(500, false));
    Placement placement = Placement.of(new Seed(8), 4, 0, 0.2, 0.1);
    List<Long> seen = new ArrayList<>();

    for (int split : new int[] {Placement.TRAIN, Placement.VALIDATION, Placement.TEST}) {
      HashedRows[] cuts = ShardBuilder.cut(rows, placement, split, true);
      for (int shard = 0; shard < 4; shard++) {
        for (int row = 0; cuts[shard] != null && row < cuts[shard].hashes().length; row++) {
          long hash = cuts[shard].hashes()[row];
          assertThat(RowHash.of(cuts[shard].rows(), row)).isEqualTo(hash);
          assertThat(placement.split(hash)).isEqualTo(split);
          assertThat(placement.shard(hash, hash)).isEqualTo(shard);
          seen.add(hash);
        }
      }
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(Arrays.stream(rows.hashes()).boxed().toList());
  }

  @Test
  void aShardWithoutRowsIsAShard() {
    Shard dense = ShardBuilder.build(1, List.of(), FEATURES, false);
    Shard sparse = ShardBuilder.build(1, List.of(), FEATURES, true);

    assertThat(dense.rows()).isInstanceOf(DenseRows.class).extracting(Rows::count).isEqualTo(0);
    assertThat(sparse.rows()).isInstanceOf(CsrRows.class).extracting(Rows::count).isEqualTo(0);
    assertThat(ShardBuilder.cut(hashed(dense.rows()), ALL_IN_ONE, Placement.TRAIN, false)).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 1_000})
  void keysAscendAndEqualOnesKeepTheirOrder(int count) {
    Seed.Stream stream = new Seed(4).child("keys", count).stream();
    long[] keys = new long[count];
    for (int n = 0; n < count; n++) {
      keys[n] = n % 5 == 0 ? stream.nextInt(3) - 1 : stream.nextLong();
    }

    int[] order = RowOrder.ascending(keys);

    int[] expected = IntStream.range(0, count).boxed()
        .sorted((a, b) -> Long.compare(keys[a], keys[b])).mapToInt(Integer::intValue).toArray();
    assertThat(order).containsExactly(expected);
  }
}
