package io.gossamer.worker.shard;

import io.gossamer.ops.random.Seed;
import java.io.Serializable;

/**
 * Where a row belongs: from its hash alone, or, where the input's order is kept, its shard from its position.
 *
 * @param splitSalt draws the split; differs from {@code shardSalt}, so that a split says nothing about a shard
 * @param shardSalt draws the shard
 * @param orderedRows rows of the input when its order is kept, else 0
 * @param validationFraction expected share of rows for validation
 * @param testFraction expected share of rows for the test
 */
public record Placement(
    long splitSalt, long shardSalt, int shards, long orderedRows, double validationFraction, double testFraction)
    implements Serializable {
  /** Split numbers that {@link #split} answers. */
  public static final int TRAIN = 0;
  public static final int VALIDATION = 1;
  public static final int TEST = 2;

  public static Placement of(
      Seed seed, int shards, long orderedRows, double validationFraction, double testFraction) {
    return new Placement(seed.child("split").state(), seed.child("shard").state(), shards, orderedRows,
        validationFraction, testFraction);
  }

  public int split(long hash) {
    double draw = (Seed.mix(hash ^ splitSalt) >>> 11) * 0x1p-53;
    if (draw < testFraction) {
      return TEST;
    }
    return draw < testFraction + validationFraction ? VALIDATION : TRAIN;
  }

  public int shard(long hash, long place) {
    if (orderedRows > 0) {
      return (int) (place * shards / orderedRows);
    }
    long draw = Seed.mix(hash ^ shardSalt) >>> 32;
    return (int) (draw * shards >>> 32);
  }
}
