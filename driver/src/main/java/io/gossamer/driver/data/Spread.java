package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.worker.shard.HashedRows;
import io.gossamer.worker.shard.Placement;
import io.gossamer.worker.shard.Shard;
import io.gossamer.worker.shard.ShardBuilder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Spreads rows over shards with one shuffle.
 *
 * @param rows with hashes and places, from any number of partitions
 * @param width features of a row
 * @param sparse whether shards keep rows by their nonzeros
 */
record Spread(JavaRDD<HashedRows> rows, int width, boolean sparse) {
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

  /** The shards of one split, one a partition, index for index; some may be empty. */
  JavaRDD<Shard> shards(Placement placement, int split) {
    int features = width;
    boolean packSparse = sparse;
    // Partition s of a hash partitioner over s = 0, 1, ... holds exactly key s.
    return rows
        .flatMapToPair(block -> {
          HashedRows[] cuts = ShardBuilder.cut(block, placement, split, packSparse);
          List<Tuple2<Integer, HashedRows>> pairs = new ArrayList<>();
          for (int shard = 0; shard < cuts.length; shard++) {
            if (cuts[shard] != null) {
              pairs.add(new Tuple2<>(shard, cuts[shard]));
            }
          }
          return pairs.iterator();
        })
        .partitionBy(new HashPartitioner(placement.shards()))
        .mapPartitionsWithIndex((index, pairs) -> {
          List<HashedRows> parts = new ArrayList<>();
          pairs.forEachRemaining(pair -> parts.add(pair._2()));
          return List.of(ShardBuilder.build(index, parts, features, packSparse)).iterator();
        }, true);
  }

  /**
   * Refuses a shard that one array cannot hold, before a task fails at it.
   *
   * @param values of all rows together
   */
  static void requireRoom(long values, int shards) {
    // Half full on average: hashes spread rows evenly, copies of one row do not.
    if (values / shards > MOST_VALUES / 2) {
      throw new InvalidInput(String.format("data.shards is %,d, which puts about %,d values into each shard; set it to "
          + "at least %,d, so that each stays below %,d", shards, values / shards, values / (MOST_VALUES / 2) + 1,
          MOST_VALUES / 2));
    }
  }
}
