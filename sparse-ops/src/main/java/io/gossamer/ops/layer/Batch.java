package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;

/** The rows under way: {@code order[from .. from + count)} of a block of rows, in tiles of {@link Tile#LANES}. */
public final class Batch {
  private Rows rows;
  private int[] order;
  private int from;
  private int count;
  private boolean training;
  private long seed;

  /**
   * Points at other rows.
   *
   * @param training whether statistics are the batch's own, and dropout drops
   * @param seed of the random choices of this step
   */
  public void set(Rows rows, int[] order, int from, int count, boolean training, long seed) {
    this.rows = rows;
    this.order = order;
    this.from = from;
    this.count = count;
    this.training = training;
    this.seed = seed;
  }

  public Rows rows() {
    return rows;
  }

  /** Rows of the batch. */
  public int count() {
    return count;
  }

  /** The row in column {@code lane} of tile {@code tile}. */
  public int row(int tile, int lane) {
    return order[from + tile * Tile.LANES + lane];
  }

  public boolean training() {
    return training;
  }

  /** Tiles in use. */
  public int tiles() {
    return Tile.count(count);
  }

  /** Rows in tile {@code tile}. */
  public int used(int tile) {
    return Math.min(Tile.LANES, count - tile * Tile.LANES);
  }

  /** Columns to compute in tile {@code tile}. */
  public int lanes(int tile) {
    return Tile.lanes(count, tile);
  }

  /** 64 random bits for a place of a step; {@code layer} tells layers apart. */
  public long draw(int layer, long place) {
    return Seed.mix(seed + Seed.mix(layer + 1L) + place * 0x9E3779B97F4A7C15L);
  }
}
