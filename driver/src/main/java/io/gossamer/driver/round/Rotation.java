package io.gossamer.driver.round;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Who trains where. In round {@code r}, counted from 0, shard {@code s} serves particle {@code (s + r) mod P}; with
 * more particles than shards it serves, one after the other, every particle {@code p} with {@code p = s + r (mod S)}.
 * So data stays where it is, every particle trains in every round, and has met every shard after {@link #period}
 * rounds, or all of them in each. Source: design section 4.
 *
 * @param particles P
 * @param shards S
 */
public record Rotation(int particles, int shards) {
  /** The particles that {@code shard} serves in {@code round}, ascending. */
  public List<Integer> visitors(int shard, int round) {
    return IntStream.range(0, particles).filter(particle -> meet(shard, particle, round)).boxed().toList();
  }

  /** The shards that serve {@code particle} in {@code round}, ascending. */
  public List<Integer> visited(int particle, int round) {
    return IntStream.range(0, shards).filter(shard -> meet(shard, particle, round)).boxed().toList();
  }

  private boolean meet(int shard, int particle, int round) {
    return (shard + round) % period() == particle % period();
  }

  /** Rounds from one visit of a particle to a shard to the next. */
  public int period() {
    return Math.min(particles, shards);
  }

  /** Shard visits of all particles in one round. */
  public int visits() {
    return Math.max(particles, shards);
  }
}
