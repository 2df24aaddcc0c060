package io.gossamer.driver.round;

/**
 * How many shards a round must have before it may end without the others, and how long it then waits for these.
 *
 * @param shards all of them, where no round ends without any
 */
public record Quorum(int shards, Patience patience) {
  /** Every round waits for every shard. */
  public static final Quorum ALL = new Quorum(Integer.MAX_VALUE, new Patience(0, false));
}
