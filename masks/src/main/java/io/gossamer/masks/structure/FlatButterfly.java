package io.gossamer.masks.structure;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.BitSet;

/**
 * The union of the factors of a block butterfly. A matrix is cut into a grid of {@code n} by {@code n} blocks, n a
 * power of two; factor i joins block row r with block column r XOR 2^i, and every block row with its own. Matrices that
 * are no squares are stretched to the grid. The links are taken in the order 0, 1, 2, 4, ... and, where a count asks
 * for more than all factors, the others ascending; of the last link evenly spread places, so that the count is exact.
 * Source: Chen et al. 2022, Pixelated Butterfly, section 3 (methods.md B21, golden F26).
 */
public final class FlatButterfly {
  private FlatButterfly() {}

  /**
   * @param grid blocks along each side, a power of two; 0 for the smallest that has room for a link beside the diagonal
   */
  public static Pattern pattern(int out, int in, int count, int grid) {
    int blocks = grid > 0 ? grid : grid(out, in, count);
    BitSet places = new BitSet();
    int left = count;
    for (int n = 0; left > 0; n++) {
      left -= add(out, in, blocks, link(n, blocks), left, places);
    }
    return Patterns.ofFlat(out, in, places.stream().toArray());
  }

  private static int grid(int out, int in, int count) {
    int blocks = 1;
    int most = Integer.highestOneBit(Math.max(1, Math.max(out, in)));
    while (blocks < most && (long) blocks * count < 2L * out * in) {
      blocks *= 2;
    }
    return blocks;
  }

  /** The n-th link: 0, the powers of two, then what is left. */
  static int link(int n, int blocks) {
    int factors = Integer.numberOfTrailingZeros(blocks);
    if (n <= factors) {
      return n == 0 ? 0 : 1 << n - 1;
    }
    int others = n - factors;
    int link = 0;
    while (others > 0) {
      link++;
      others -= Integer.bitCount(link) == 1 ? 0 : 1;
    }
    return link;
  }

  private static int add(int out, int in, int blocks, int link, int most, BitSet places) {
    int size = size(out, in, blocks, link);
    int taken = Math.min(size, most);
    long k = 0;
    for (int o = 0; o < out; o++) {
      int column = (int) ((long) o * blocks / out) ^ link;
      for (int i = start(column, in, blocks); i < start(column + 1, in, blocks); i++, k++) {
        if ((k + 1) * taken / size > k * taken / size) {
          places.set(o * in + i);
        }
      }
    }
    return taken;
  }

  private static int size(int out, int in, int blocks, int link) {
    int size = 0;
    for (int o = 0; o < out; o++) {
      int column = (int) ((long) o * blocks / out) ^ link;
      size += start(column + 1, in, blocks) - start(column, in, blocks);
    }
    return size;
  }

  /** First input of a block column: the smallest i with {@code i * blocks / in = column}. */
  private static int start(int column, int in, int blocks) {
    return (int) (((long) column * in + blocks - 1) / blocks);
  }
}
