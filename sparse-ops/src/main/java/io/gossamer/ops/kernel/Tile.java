package io.gossamer.ops.kernel;

/** The shape of one block of batch columns. */
public final class Tile {
  /** Columns of a tile. 64 floats fill eight 256-bit or four 512-bit registers: see docs/benchmarks.md. */
  public static final int LANES = 64;

  /** Half a tile: what the kernels compute when no more columns are in use. */
  public static final int HALF = LANES / 2;

  private Tile() {}

  /** Tiles that hold {@code rows} batch rows. */
  public static int count(int rows) {
    return (rows + LANES - 1) / LANES;
  }

  /** Columns that the kernels must compute in tile {@code tile} of a batch of {@code rows}: {@link #HALF} or all. */
  public static int lanes(int rows, int tile) {
    return rows - tile * LANES <= HALF ? HALF : LANES;
  }
}
