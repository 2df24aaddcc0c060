package io.gossamer.worker.shard;

import io.gossamer.ops.random.Seed;

/** The order in which a pass over a shard visits its rows: a function of seed, shard and pass. */
public final class BatchOrder {
  private BatchOrder() {}

  /** Fills the first {@code count} entries of {@code into} with a shuffle of {@code 0 .. count - 1}. */
  public static void order(Seed seed, int shard, int pass, int count, int[] into) {
    for (int n = 0; n < count; n++) {
      into[n] = n;
    }
    seed.child("batch", shard, pass).stream().shuffle(into, count);
  }
}
